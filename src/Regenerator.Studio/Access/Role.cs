namespace Regenerator.Studio.Access;

/// <summary>What somebody may do; each may also do what those before it may.</summary>
public enum Role
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Comment, approve, reject, snooze, edit, propose a rollback.</summary>
    Reviewer,

    /// <summary>Apply, settle, freeze, retry and drop deliveries, clear the quarantine.</summary>
    Operator,

    /// <summary>Break glass, manage tokens.</summary>
    Admin,
}
