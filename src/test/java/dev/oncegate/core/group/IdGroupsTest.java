package dev.oncegate.core.group;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Samples;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdGroupsTest {

  @Test
  void theDesignsExampleHasTheDesignsHash() {
    assertThat(IdHash.ofIds(List.of(id("email", "a@x.com"), id("user_id", "u-7"))))
        .isEqualTo("f52aa7a123c74155282f55efa7cc003b");
    assertThat(groups(destination("dst_1")).getFirst().hash())
        .isEqualTo("f52aa7a123c74155282f55efa7cc003b");
  }

  @Test
  void aHashDoesNotDependOnTheOrderInWhichIdsCome() {
    assertThat(
            new Gate(destination("d"))
                .process(update().withIds(id("user_id", "u-7"), id("email", "a@x.com")))
                .groups()
                .getFirst()
                .hash())
        .isEqualTo("f52aa7a123c74155282f55efa7cc003b");
  }

  @Test
  void aHashIsOfUtf8WhateverWasHashedBefore() throws NoSuchAlgorithmException {
    for (String id :
        List.of("a", "\u00FC", "\u20AC\uD83D\uDE00", "b", "x".repeat(100_000), "c", "\uD83D")) {
      byte[] hashed = ("email\u001F" + id + "\u001E").getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(hashed);
      assertThat(IdHash.ofIds(List.of(id("email", id))))
          .isEqualTo(HexFormat.of().formatHex(digest, 0, 16));
    }
  }

  @Test
  void aHashOfManyIdsIsOfAllOfThem() throws NoSuchAlgorithmException {
    var ids = new ArrayList<ExternalId>();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < 20_000; i++) {
      String id = "\u20AC\uD83D\uDE00-" + i;
      ids.add(id("email", id));
      digest.update(("email\u001F" + id + "\u001E").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(IdHash.ofIds(ids)).isEqualTo(HexFormat.of().formatHex(digest.digest(), 0, 16));
  }

  @Test
  void aHashTellsATypeFromAnId() {
    assertThat(IdHash.ofIds(List.of(id("a", "bc"))))
        .isNotEqualTo(IdHash.ofIds(List.of(id("ab", "c"))));
  }

  @Test
  void idsAreSortedByCodePointNotByTheirUtf16() {
    String beyond = "\uD83D\uDE00";
    String last = "\uFF61";
    assertThat(ExternalId.distinct(List.of(id("email", beyond), id("email", last))))
        .extracting(ExternalId::id)
        .containsExactly(last, beyond);
    assertThat(ExternalId.distinct(List.of(id(beyond, "1"), id(last, "1"))))
        .extracting(ExternalId::type)
        .containsExactly(last, beyond);
  }

  @Test
  void destinationsWithTheSameIdsShareOneGroup() {
    List<IdGroup> groups =
        groups(destination("dst_2"), destination("dst_1").dedupesOn("email", "user_id"));
    assertThat(groups).hasSize(1);
    assertThat(destinationsOf(groups.getFirst())).containsExactly("dst_1", "dst_2");
  }

  @Test
  void destinationsWithOtherIdsAreAnotherGroup() {
    List<IdGroup> groups = groups(destination("dst_1").dedupesOn("email"), destination("dst_2"));
    assertThat(groups)
        .extracting(group -> Gate.said(group.ids()))
        .containsExactly("[email:a@x.com]", "[email:a@x.com user_id:u-7]");
  }

  @Test
  void whatIsDroppedOrParkedIsInNoGroup() {
    assertThat(groups(destination("dst_1").dedupesOn("phone"))).isEmpty();
  }

  @Test
  void destinationsOfOneGroupShareADeliveryOnlyWithTheSameCallIdsPerEventAndRoute() {
    List<IdGroup> groups =
        groups(
            destination("dst_1"),
            destination("dst_2").identifies(),
            destination("dst_3").oneIdPerEvent(),
            destination("dst_4").type("bulk"),
            destination("dst_5"));
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().deliveries())
        .extracting(delivery -> delivery.destinations().stream().map(Destination::id).toList())
        .containsExactly(
            List.of("dst_1", "dst_5"), List.of("dst_2"), List.of("dst_3"), List.of("dst_4"));
  }

  private static List<IdGroup> groups(Samples.DestinationOf... destinations) {
    return new Gate(destinations).process(update()).groups();
  }

  private static List<String> destinationsOf(IdGroup group) {
    return group.deliveries().stream()
        .flatMap(delivery -> delivery.destinations().stream())
        .map(Destination::id)
        .toList();
  }
}
