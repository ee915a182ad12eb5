class Task:
    def __init__(self, number):
        self.title = "Task"
        self.number = number


def main():
    tasks = [Task(i) for i in range(1000)]
    total = 0
    for _ in range(1000):
        for task in tasks:
            total += task.number
    return total


print(main())
