using System.Text.Json;

namespace CheckIn.Updates;

/// <summary>
/// What a built program says of itself for a package: the file <see cref="Name"/> beside it. Whoever makes a package reads
/// it there, and needs to know nothing of the program.
/// </summary>
/// <param name="Product">As in <see cref="UpdateManifest"/>.</param>
/// <param name="Journal">As in <see cref="UpdateManifest"/>.</param>
public sealed record UpdateFacts(string Product, JournalSpan Journal)
{
    /// <summary>The file's name.</summary>
    public const string Name = "update.json";

    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads them in a folder.</summary>
    /// <exception cref="UpdateException">There are none; nothing was made.</exception>
    public static UpdateFacts Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: <= MaxBytes })
                return JsonSerializer.Deserialize(File.ReadAllBytes(path), UpdateJson.Default.UpdateFacts)
                    ?? throw new UpdateException(UpdateReasons.Malformed, $"{path} is empty");
        }
        catch (JsonException e)
        {
            throw new UpdateException(UpdateReasons.Malformed, $"{path} cannot be read: {e.Message}");
        }
        throw new UpdateException(
            UpdateReasons.Malformed, $"{path} is missing: {folder} is not what 'dotnet publish' of the gate has made");
    }
}
