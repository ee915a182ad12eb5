def main():
    total = 0
    for i in range(100_000):
        line = "id,%d,title,Task %d" % (i, i)
        parts = line.split(",")
        total += len("-".join(parts).upper())
        if parts[0].startswith("i") and "Task" in line:
            total += 1
    return total


print(main())
