class Counter:
    def __init__(self):
        self.value = 0

    def add(self, n):
        self.value += n


def main():
    counter = Counter()
    for i in range(500_000):
        counter.add(i)
    return counter.value


print(main())
