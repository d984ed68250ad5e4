import java.nio.file.Files

File source = new File(quickstart)
source.eachFileRecurse { file ->
    String path = source.toPath().relativize(file.toPath())
    if (!path.startsWith('target')) {
        Files.copy(file.toPath(), new File(basedir, "quickstart/$path").tap { it.parentFile.mkdirs() }.toPath())
    }
}
