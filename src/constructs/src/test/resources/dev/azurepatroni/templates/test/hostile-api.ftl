[=host?api.class.classLoader]
