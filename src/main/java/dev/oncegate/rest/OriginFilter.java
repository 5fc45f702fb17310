package dev.oncegate.rest;

import dev.oncegate.audit.RequestOrigin;
import dev.oncegate.codec.Identifier;
import dev.oncegate.codec.InputFault;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a request's query what the audit will say of why it is made. */
@Provider
public final class OriginFilter implements ContainerRequestFilter {
  static final String REASON = "reason";

  private final RequestOrigin origin;

  OriginFilter(RequestOrigin origin) {
    this.origin = origin;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
    var faults = new ArrayList<InputFault>();
    origin.giveReason(text(query, REASON, faults));
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
  }

  /** Null where it is left out or blank. */
  private static @Nullable String text(
      MultivaluedMap<String, String> query, String name, List<InputFault> faults) {
    String text = query.getFirst(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    String fault = Identifier.fault(text);
    if (fault != null) {
      faults.add(new InputFault(name, fault));
    }
    return text.strip();
  }
}
