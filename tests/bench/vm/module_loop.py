titles = ["Fix the login form", "Write flaky tests", "Deploy CI"] * 1000
n = 0
for _ in range(200):
    for title in titles:
        n += len(title)
print(n)
