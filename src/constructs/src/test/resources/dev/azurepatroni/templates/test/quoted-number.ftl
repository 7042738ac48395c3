[=yaml(5)]
