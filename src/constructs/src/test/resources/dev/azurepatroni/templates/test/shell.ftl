echo "${HOME}" '#{x}' [=sh("it's " + host.name)]
