print("greenlane")
