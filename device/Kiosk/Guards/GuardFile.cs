using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Gate.Keys;
using CheckIn.Storage;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>
/// The guards of a gate, in a file beside its keys: only the gate's user reads it, and it goes with the keys when the gate is
/// wiped. It is looked at whenever somebody is at the screen, so that whoever is removed is out at once.
/// </summary>
internal sealed class GuardFile(string keys)
{
    /// <summary>Guards of one gate.</summary>
    internal const int Most = 50;

    private const int MostBytes = 64 * 1024;

    internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(keys), "guards.json");

    /// <summary>All of them, by name; empty = nobody has a PIN here.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    internal IReadOnlyList<Guard> Read()
    {
        try
        {
            var file = new FileInfo(Path);
            if (!file.Exists)
                return [];
            if (file.Length > MostBytes)
                throw Damaged();
            var guards = JsonSerializer.Deserialize(File.ReadAllBytes(Path), GuardJson.Default.IReadOnlyListGuard);
            return guards is { Count: <= Most } && guards.All(static one => one is { IsSound: true }) ? guards : throw Damaged();
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new IOException(e is JsonException ? Damaged().Message : e.Message, e);
        }
    }

    /// <summary>From now on it is these.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(IEnumerable<Guard> guards)
    {
        Guard[] sorted = [.. guards.OrderBy(static one => one.Name, StringComparer.Ordinal)];
        try
        {
            if (sorted.Length == 0)
            {
                KeyFile.Erase(Path);
                return;
            }
            PrivateFile.MakeDirectory(System.IO.Path.GetDirectoryName(Path)!);
            KeyFile.Replace(Path, JsonSerializer.SerializeToUtf8Bytes(sorted, GuardJson.Default.IReadOnlyListGuard));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private IOException Damaged() => new($"{Path} is damaged: remove it, and add the guards again (checkin-gate guards add).");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<Guard>))]
[JsonSerializable(typeof(IEnumerable<string>))]
internal sealed partial class GuardJson : JsonSerializerContext;
