# exercise: tram-rota
# tried: to predict all numbers at once
# stopped: PREDICTION-WRONG
# file: prediction.yaml
few: [1, 2, 3, 4, 5, 6, 7, 8]
many: {20: 20, 21: 21}
line: "1 2 3 4 5 6 7 8 9 10"
