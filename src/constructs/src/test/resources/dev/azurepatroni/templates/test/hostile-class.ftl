[=host.class.protectionDomain.codeSource.location.content]
