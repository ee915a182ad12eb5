def main():
    words = ["open", "done", "blocked", "open", "review", "open", "done"] * 1000
    counts = {}
    for _ in range(100):
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items())


print(main())
