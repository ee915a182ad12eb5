def numbers(n):
    for i in range(n):
        yield i


def main():
    total = 0
    for number in numbers(1_000_000):
        total += number
    return total


print(main())
