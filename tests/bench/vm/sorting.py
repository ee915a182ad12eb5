def main():
    rows = [(i * 7919 % 10_007, "title %d" % i) for i in range(10_000)]
    total = 0
    for _ in range(20):
        ordered = sorted(rows, key=lambda row: row[0])
        total += ordered[0][0] + ordered[-1][0]
    return total


print(main())
