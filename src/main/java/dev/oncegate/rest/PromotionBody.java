package dev.oncegate.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether a candidate is in force now. */
@RegisterForReflection
@Schema(name = "Promotion")
public record PromotionBody(boolean promoted, CandidateBody candidate) {}
