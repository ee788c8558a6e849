using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Hub.Backups;

/// <summary>What a backup holds; its last entry, <c>manifest.json</c>.</summary>
/// <param name="Created">When the copy was taken.</param>
/// <param name="Hub">Version of the program that made it.</param>
/// <param name="Audit">The audit's end in the copy; null = there is no hub's database in it.</param>
/// <param name="Places">
/// Places that the settings named and that are not among the data: name in the backup, and where it was.
/// </param>
/// <param name="LeftOut">What was not taken, and why.</param>
internal sealed record BackupManifest(
    DateTimeOffset Created, string Hub, AuditHead? Audit, IReadOnlyList<BackupFile> Files,
    IReadOnlyDictionary<string, string> Places, IReadOnlyList<string> LeftOut)
{
    internal const string Name = "manifest.json";
}

/// <summary>The end of an audit's chain.</summary>
/// <param name="Link">Hexadecimal.</param>
internal sealed record AuditHead(long Rows, string Link);

/// <summary>One file.</summary>
/// <param name="Path">With '/', below the data folder.</param>
/// <param name="Sha256">Hexadecimal.</param>
internal sealed record BackupFile(string Path, long Size, string Sha256);

/// <summary>GET-like answer of <c>backup list --json</c>, one line each.</summary>
internal sealed record BackupListRow(string File, long Size, DateTimeOffset Created, string Hub, string Key);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BackupHeader))]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(BackupListRow))]
internal sealed partial class BackupJson : JsonSerializerContext;
