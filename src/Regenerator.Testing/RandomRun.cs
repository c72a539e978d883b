using System.Globalization;
using System.Security.Cryptography;

namespace Regenerator.Testing;

/// <summary>
/// A test that does what chance tells it to. Its seed is in the message of whatever fails: in the environment variable
/// <c>REGENERATOR_SEED</c> it gives the same run back.
/// </summary>
public static class RandomRun
{
    private const string SeedVariable = "REGENERATOR_SEED";

    /// <summary>Longer runs are asked for: <c>REGENERATOR_LONG</c> is set.</summary>
    public static bool IsLong => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REGENERATOR_LONG"));

    /// <summary>The seed that was given, else a new one.</summary>
    public static int Seed => int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : RandomNumberGenerator.GetInt32(1_000_000);

    /// <summary>As it stands in messages.</summary>
    public static string Named(int seed) => $"{SeedVariable}={seed.ToString(CultureInfo.InvariantCulture)}";
}
