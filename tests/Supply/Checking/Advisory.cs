using System.Text.Json;
using CheckIn.Supply.Bom;

namespace CheckIn.Supply.Checking;

/// <summary>Versions of one package that an advisory speaks of.</summary>
/// <param name="Package">The package URL without a version, in lower case.</param>
/// <param name="Introduced">The first that is affected.</param>
/// <param name="Fixed">The first that is not any more; null = none known.</param>
/// <param name="LastAffected">The last that is affected, when no fixed one is named.</param>
internal sealed record AffectedRange(string Package, string Introduced, string? Fixed, string? LastAffected)
{
    /// <exception cref="FormatException">One of the versions is none.</exception>
    internal bool Has(string version)
    {
        var asked = PackageVersion.Parse(version);
        return asked.CompareTo(PackageVersion.Parse(Introduced)) >= 0
            && (Fixed is null || asked.CompareTo(PackageVersion.Parse(Fixed)) < 0)
            && (LastAffected is null || asked.CompareTo(PackageVersion.Parse(LastAffected)) <= 0);
    }
}

/// <summary>
/// One published advisory, in the form of the Open Source Vulnerability schema (ossf.github.io/osv-schema).
/// </summary>
internal sealed record Advisory(
    string Id, IReadOnlyList<string> Aliases, string Summary, IReadOnlyList<AffectedRange> Affected)
{
    /// <exception cref="SupplyException">The file is none.</exception>
    internal static Advisory Read(string path)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = record.RootElement;
            return new Advisory(
                root.GetProperty("id").GetString()!,
                root.TryGetProperty("aliases", out var aliases)
                    ? [.. aliases.EnumerateArray().Select(one => one.GetString()!)] : [],
                root.GetProperty("summary").GetString()!,
                [.. root.GetProperty("affected").EnumerateArray().SelectMany(Ranges)]);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or FormatException)
        {
            throw new SupplyException($"{path} is no advisory in OSV form ({e.Message}).", e);
        }
    }

    private static IEnumerable<AffectedRange> Ranges(JsonElement affected)
    {
        var package = affected.GetProperty("package");
        var purl = package.TryGetProperty("purl", out var given) ? Purl.Package(given.GetString()!)
            : package.GetProperty("ecosystem").GetString() == "NuGet"
                ? Purl.Package($"pkg:nuget/{package.GetProperty("name").GetString()}")
                : throw new FormatException("a package of another ecosystem than NuGet needs a purl");
        foreach (var range in affected.GetProperty("ranges").EnumerateArray())
        {
            string? introduced = null;
            foreach (var turn in range.GetProperty("events").EnumerateArray())
            {
                if (turn.TryGetProperty("introduced", out var from))
                {
                    if (introduced is not null)
                        yield return new AffectedRange(purl, introduced, null, null);
                    introduced = from.GetString()!;
                    continue;
                }
                yield return new AffectedRange(
                    purl, introduced ?? throw new FormatException("a range ends before it begins"),
                    turn.TryGetProperty("fixed", out var end) ? end.GetString() : null,
                    turn.TryGetProperty("last_affected", out var last) ? last.GetString() : null);
                introduced = null;
            }
            if (introduced is not null)
                yield return new AffectedRange(purl, introduced, null, null);
        }
    }
}
