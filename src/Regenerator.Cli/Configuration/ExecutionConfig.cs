using System.ComponentModel.DataAnnotations;

namespace Regenerator.Cli.Configuration;

/// <summary>What happens to a proposal that was approved.</summary>
internal sealed record ExecutionConfig
{
    /// <summary><c>apply</c>: at once; <c>wait</c>: when somebody says so.</summary>
    public OnApprove OnApprove { get; init; } = OnApprove.Apply;

    /// <summary><c>stop</c> at the first action that fails, or <c>continue</c> with the rest.</summary>
    public OnFailure OnFailure { get; init; } = OnFailure.Stop;

    /// <summary>Runs the tests that a proposal asks for, on its candidate.</summary>
    public CommandConfig? Tests { get; init; }

    /// <summary>Runs the migrations that a proposal asks for.</summary>
    public MigrationConfig? Migrations { get; init; }

    /// <summary>Has the app follow the new spec.</summary>
    public CommandConfig? Regeneration { get; init; }
}

internal enum OnApprove
{
    Apply,
    Wait,
}

internal enum OnFailure
{
    Stop,
    Continue,
}

/// <summary>A program and its arguments; no shell reads them.</summary>
internal record CommandConfig
{
    /// <summary>The program and each of its arguments; <c>{tests}</c> and <c>{migration}</c> stand for what is to be run.</summary>
    [MinLength(1, ErrorMessage = "a program and its arguments, as in [\"npm\", \"test\"]")]
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The program is ended with its children when this time is over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much of the output is kept.</summary>
    [ByteSize]
    [Range(1024, 64 * 1024 * 1024)]
    public int OutputLimit { get; init; } = 256 * 1024;
}

/// <summary>A program that runs a migration, and one that takes it back.</summary>
internal sealed record MigrationConfig : CommandConfig
{
    /// <summary>Takes a migration back. Null: a failure after it leaves it standing, and says so.</summary>
    [MinLength(1, ErrorMessage = "a program and its arguments, as in [\"npm\", \"test\"]")]
    public IReadOnlyList<string>? Undo { get; init; }
}
