package dev.hermod.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleConfigTest {
    private static final Path SAMPLE = Path.of("../distribution/config/hermod.yaml");

    @Test
    void sampleHoldsExactlyTheDefaults() throws ConfigException {
        Config defaults = ConfigFile.load(Map.of());
        Path besideSample = SAMPLE.toAbsolutePath().normalize().resolveSibling("data");
        assertThat(ConfigFile.load(SAMPLE, Map.of())).isEqualTo(defaults.withData(besideSample));
    }

    @Test
    void everyLimitStandsInTheSampleWithItsDefault() throws IOException {
        String sample = Files.readString(SAMPLE);
        assertThat(Limits.class.getRecordComponents())
                .allSatisfy(limit -> assertThat(sample).contains(line(limit)));
    }

    @Test
    void everyKeyStandsInTheSample() throws IOException {
        String sample = Files.readString(SAMPLE);
        assertThat(keys(Config.class))
                .hasSizeGreaterThan(50)
                .allSatisfy(key -> assertThat(sample).containsPattern("\\b" + key + ":"));
    }

    /// Names of the components of a record and of the records in it, as keys.
    private static Stream<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getName().equals("open"))
                .flatMap(component -> {
                    Stream<String> here = Stream.of(Limits.key(component));
                    return component.getType().isRecord()
                            ? Stream.concat(here, keys(component.getType()))
                            : here;
                })
                .map(key -> key.equals("by-default") ? "default" : key);
    }

    private static String line(RecordComponent limit) {
        return "\n  "
                + Limits.key(limit)
                + ": "
                + limit.getAnnotation(Limit.class).byDefault()
                + " ";
    }
}
