package dev.oncegate.rest;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tables that ship, uploaded as another version. */
final class UploadedRulebook {
  private static final Path TABLES = Path.of("decision-tables");

  private UploadedRulebook() {}

  /** Its hash. A comment makes it another version, with the same answers. */
  static String upload(String author, String comment) throws IOException {
    return upload(TestCallers.as(author), comment);
  }

  /** The same, by whom the request is of. */
  static String upload(RequestSpecification request, String comment) throws IOException {
    for (String name : List.of("dedupe.drl.xlsx", "routing.drl.xlsx")) {
      request.multiPart("file", name, Files.readAllBytes(TABLES.resolve(name)));
    }
    String safety = "# " + comment + "\n" + Files.readString(TABLES.resolve("safety.yaml"));
    return request
        .multiPart("file", "safety.yaml", safety.getBytes(StandardCharsets.UTF_8))
        .post("/api/rulebooks")
        .then()
        .statusCode(201)
        .extract()
        .path("hash");
  }
}
