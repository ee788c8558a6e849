using System.Text;
using System.Text.RegularExpressions;

namespace CheckIn.Supply.Build;

/// <summary>
/// Which SQLite is inside a native library. The package's version says nothing of it (2.0.6 carries 3.35.5), the
/// library does: its version stands by itself in it, ended by a zero byte.
/// </summary>
internal static partial class BundledSqlite
{
    private static ReadOnlySpan<byte> Header => "SQLite format 3"u8;

    /// <summary>The version, such as "3.35.5"; null = the file holds no SQLite.</summary>
    /// <exception cref="SupplyException">It holds one, and none or several versions stand in it.</exception>
    internal static string? VersionOf(ReadOnlySpan<byte> library)
    {
        if (library.IndexOf(Header) < 0)
            return null;
        var found = Version().Matches(Encoding.Latin1.GetString(library));
        var versions = found.Select(match => match.Value).Distinct().ToArray();
        return versions is [var version] ? version
            : throw new SupplyException($"A native library holds SQLite, but {versions.Length} versions stand in it.");
    }

    [GeneratedRegex("""(?<![0-9.])3\.[0-9]{1,3}\.[0-9]{1,3}(?=\x00)""")]
    private static partial Regex Version();
}
