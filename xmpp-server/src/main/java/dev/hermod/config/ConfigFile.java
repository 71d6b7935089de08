package dev.hermod.config;

import dev.hermod.config.Value.Mapping;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Reads the configuration: the file, then the environment over it, then the defaults under both.
public final class ConfigFile {
    private ConfigFile() {}

    /// Reads a file and the environment. Relative paths in either start at the file's directory.
    public static Config load(Path file, Map<String, String> environment) throws ConfigException {
        Problems problems = new Problems();
        Mapping root = parse(file, problems);
        Path base = file.toAbsolutePath().normalize().resolveSibling("");
        return read(root, base, environment, problems);
    }

    /// Reads the environment only. Relative paths start at the working directory.
    public static Config load(Map<String, String> environment) throws ConfigException {
        Mapping root = Mapping.empty(new Place("defaults", 1, 1));
        return read(root, Path.of("").toAbsolutePath(), environment, new Problems());
    }

    private static Config read(
            Mapping root, Path base, Map<String, String> environment, Problems problems)
            throws ConfigException {
        new EnvironmentOverlay(problems).apply(environment, root);
        Section section = new Section("", root, problems);
        Config config = Config.read(section, base);
        section.finish();
        problems.throwIfAny();
        return config;
    }

    private static Mapping parse(Path file, Problems problems) {
        String name = file.toString();
        try {
            return new YamlTree(name, problems).read(Files.readString(file));
        } catch (NoSuchFileException e) {
            problems.add(new Place(name, 0, 0), "", "does not exist");
        } catch (CharacterCodingException e) {
            problems.add(new Place(name, 0, 0), "", "is not UTF-8");
        } catch (IOException e) {
            problems.add(new Place(name, 0, 0), "", "cannot be read: " + e);
        }
        return Mapping.empty(new Place(name, 1, 1));
    }
}
