using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CheckIn.Updates;

/// <summary>
/// What a package says of itself; the release key signs it, byte for byte, and everything else in the package follows from
/// it. Members that a reader does not know it ignores.
/// </summary>
/// <param name="Product">Whose package it is, such as <see cref="GateProduct"/>.</param>
/// <param name="Version">For people, 1 to 64 of <c>[0-9A-Za-z.+-]</c>.</param>
/// <param name="Release">The order of releases, from 1: a gate never goes below one that it has confirmed.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Key">Whose signature it bears, see <see cref="ReleaseKeys.IdOf"/>.</param>
/// <param name="Journal">Which journals it writes.</param>
/// <param name="Size">The payload, bytes: the sum of the files' sizes.</param>
/// <param name="Files">1 to <see cref="UpdateLimits.Files"/>, in the order of the payload.</param>
public sealed partial record UpdateManifest(
    string Product, string Version, long Release, DateTimeOffset Created, string Key, JournalSpan Journal, long Size,
    IReadOnlyList<UpdateFile> Files)
{
    /// <summary>The gate's program.</summary>
    public const string GateProduct = "checkin-gate";

    /// <summary>What is started: the product's name and <c>.dll</c>.</summary>
    [JsonIgnore]
    public string Entry => Product + ".dll";

    /// <summary>Why this cannot be a manifest, in English; null = it is sound.</summary>
    public string? Problem()
    {
        if (!ProductWord().IsMatch(Product) || !VersionWord().IsMatch(Version))
            return "its product or version is no such word";
        if (Release is < 1 or > UpdateLimits.Release)
            return $"release {Release} is not between 1 and {UpdateLimits.Release}";
        if (!KeyWord().IsMatch(Key))
            return "it does not say whose signature it bears";
        if (Journal.ReadableBy < 1 || Journal.Schema < Journal.ReadableBy)
            return "what it says of its journal is not right";
        if (Files.Count is 0 or > UpdateLimits.Files)
            return $"it has {Files.Count} files; 1 to {UpdateLimits.Files} are allowed";
        if (Files.Any(static file => file is null))
            return "one of its files is none";
        return UpdatePaths.Problem(Files) ?? Sum()
            ?? (Files.Any(file => file.Path == Entry) ? null : $"{Entry}, with which it begins, is not in it");
    }

    private string? Sum()
    {
        long sum = 0;
        foreach (var file in Files)
        {
            if (file.Size is < 0 or > UpdateLimits.Package || !HashWord().IsMatch(file.Sha256))
                return $"size or hash of {file.Path} cannot be right";
            sum += file.Size; // at most 2,000 times 256 MiB
        }
        return sum == Size ? null : $"its files have {sum} bytes, and it says {Size}";
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    private static partial Regex ProductWord();

    [GeneratedRegex(@"^[0-9A-Za-z.+-]{1,64}\z")]
    private static partial Regex VersionWord();

    [GeneratedRegex(@"^[0-9a-f]{16}\z")]
    private static partial Regex KeyWord();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex HashWord();
}

/// <summary>Which journals a version writes, and who reads them afterwards.</summary>
/// <param name="Schema">The schema number that it writes, from 1.</param>
/// <param name="ReadableBy">The lowest number that a program must know to use a journal that this version has touched.</param>
public sealed record JournalSpan(int Schema, int ReadableBy);

/// <summary>One file of the payload.</summary>
/// <param name="Path">Relative, see <see cref="UpdatePaths"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hexadecimal, lower case.</param>
/// <param name="Executable">Whether its owner may start it.</param>
public sealed record UpdateFile(string Path, long Size, string Sha256, bool Executable = false);

/// <summary>Source-generated JSON of manifests: strict about what it knows, a member twice is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(UpdateManifest))]
[JsonSerializable(typeof(UpdateFacts))]
public sealed partial class UpdateJson : JsonSerializerContext;
