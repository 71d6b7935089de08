package dev.hermod.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hermod.feature.Feature;
import dev.hermod.feature.FeatureProvider;
import dev.hermod.feature.Xep;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExtensionsTest {
    private final List<Feature> features = new Extensions().features();

    @Test
    void listIsFoundByServiceLoader() {
        assertThat(ServiceLoader.load(FeatureProvider.class))
                .hasAtLeastOneElementOfType(Extensions.class);
    }

    @Test
    void noFeatureIsMissingFromTheList() {
        Set<String> listed =
                features.stream()
                        .map(feature -> feature.getClass().getName())
                        .collect(Collectors.toSet());
        Set<String> existing =
                new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("dev.hermod.extensions")
                                .stream()
                                .filter(type -> type.isAssignableTo(Feature.class))
                                .filter(type ->
                                        !type.getModifiers().contains(JavaModifier.ABSTRACT))
                                .map(JavaClass::getName)
                                .collect(Collectors.toSet());
        assertThat(listed).isEqualTo(existing);
    }

    @Test
    void everyFeatureNamesItsXep() {
        assertThat(features)
                .allSatisfy(feature ->
                        assertThat(feature.getClass().getAnnotationsByType(Xep.class))
                                .isNotEmpty());
    }

    @Test
    void allFeaturesInstallBesideEachOther() {
        try (TestServer server = TestServer.with(features.toArray(Feature[]::new))) {
            assertThat(server.features().streamFeatures()).isNotEmpty();
        }
    }
}
