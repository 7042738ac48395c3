[=host.passwordOfTheWorld]
