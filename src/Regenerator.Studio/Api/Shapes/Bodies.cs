using System.Text.Json;

namespace Regenerator.Studio.Api.Shapes;

/// <param name="Apply">False: leave applying it to somebody else. Absent: as the configuration has it.</param>
/// <param name="Bypass">Why this approval is to be enough, whatever the policy asks for; for those whom the policy names.</param>
public sealed record ApproveBody(bool? Apply = null, string? Bypass = null);

/// <param name="QuietUntil">Not to hear of it again until then; absent: until the evidence is new.</param>
public sealed record RejectBody(string Reason, DateTimeOffset? QuietUntil = null);

/// <param name="Until">When to see it again; at most 90 days from now.</param>
public sealed record SnoozeBody(DateTimeOffset Until, string? Reason = null);

/// <param name="Actions">All of them, in order, as the proposal has them.</param>
public sealed record EditBody(IReadOnlyList<JsonElement> Actions);

public sealed record ReasonBody(string Reason);

/// <param name="Text">Plain text, at most 4,000 characters.</param>
public sealed record CommentBody(string Text);

public sealed record RollbackBody(string? Reason = null);

/// <param name="DryRun">Say what would be done.</param>
/// <param name="BreakGlass">Why it is to be applied in spite of a freeze; for admins.</param>
public sealed record ApplyBody(bool DryRun = false, string? BreakGlass = null);

/// <param name="Applied">True: count it as applied; false: back into the inbox.</param>
public sealed record SettleBody(bool Applied, string Reason);

/// <param name="All">Everything; otherwise exactly one of the others is set.</param>
/// <param name="Label">As <c>name=value</c>.</param>
public sealed record FreezeBody(DateTimeOffset Until, string Reason, bool All = false, string? Environment = null, string? Label = null, string? Context = null);

public sealed record DeliveryBody(string Sink, string Key);

public sealed record DropBody(string Sink, string Key, string Reason);

/// <param name="Name">As lists show it; absent: its role.</param>
/// <param name="As">Who acts with it, by name; absent: whoever makes it.</param>
/// <param name="Tenants">Tenant ids; absent: all.</param>
/// <param name="Until">When it ends; absent: in 90 days.</param>
public sealed record TokenBody(string Role, string? Name = null, string? As = null, IReadOnlyList<string>? Tenants = null, DateTimeOffset? Until = null);

/// <param name="Provider">Absent: of all.</param>
public sealed record ClearBody(string? Provider = null);
