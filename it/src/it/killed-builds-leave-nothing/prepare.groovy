// short, since the path of a socket is limited
def directory = java.nio.file.Files.createTempDirectory('it')
new File(basedir, 'test.properties').text = "own.tmpdir=$directory"
return true
