package dev.hermod.extensions;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hermod.feature.Xep;
import dev.hermod.feature.Xeps;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the annotations in the class files of the server and its extensions say.
final class AnnotatedXeps {
    private final List<JavaClass> types =
            new ClassFileImporter()
                            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                            .importPackages("dev.hermod")
                            .stream()
                            .filter(type ->
                                    type.isAnnotatedWith(Xep.class)
                                            || type.isAnnotatedWith(Xeps.class))
                            .toList();

    /// By number.
    List<Xep> all() {
        return types.stream()
                .map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getAnnotationsByType(Xep.class)))
                .sorted(Comparator.comparingInt(Xep::number))
                .toList();
    }

    /// Names of the classes that have any.
    Set<String> types() {
        return types.stream().map(JavaClass::getName).collect(Collectors.toSet());
    }
}
