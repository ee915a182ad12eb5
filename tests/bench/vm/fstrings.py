def main():
    length = 0
    for i in range(400_000):
        name = "worker"
        length += len(f"{name} {i}: {i % 7} open")
    return length


print(main())
