print("fera")
