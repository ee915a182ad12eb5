def main():
    total = 0
    for _ in range(100):
        total += len([i * 2 for i in range(10_000) if i % 3])
    return total


print(main())
