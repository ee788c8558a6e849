using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Modes;

/// <summary>
/// What a gate must not forget of orders: one small file beside the journal, replaced whole and flushed, so that after a
/// power cut there is the one before or the one after.
/// </summary>
internal sealed class ModeStore(string path)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Its file, beside the journal.</summary>
    internal static string PathBeside(string journal) => System.IO.Path.GetFullPath(journal) + "-modes";

    internal string Path => path;

    /// <summary>Null = none was kept.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged.</exception>
    internal KeptModes? Read()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            if (file.Length > MostBytes)
                throw new IOException($"{path} has {file.Length} bytes and is none of this program's.");
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), KeptModesJson.Default.KeptModes);
            return kept is { Orders: not null } ? kept : throw new IOException($"{path} says nothing.");
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(KeptModes kept)
    {
        try
        {
            if (kept.Orders.Count == 0)
            {
                if (!File.Exists(path))
                    return;
                File.Delete(path);
                DurableDirectory.Sync(path);
                return;
            }
            PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(kept, KeptModesJson.Default.KeptModes));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}

/// <summary>The file.</summary>
/// <param name="Boot">In which <see cref="KeptOrder.EndsNs"/> means something.</param>
internal sealed record KeptModes(string Boot, IReadOnlyList<KeptOrder> Orders);

/// <param name="LeftMs">How long it held when this was written.</param>
/// <param name="EndsNs">When it ends, CLOCK_MONOTONIC.</param>
/// <param name="By">Who gave it at the gate; null = the hub did.</param>
internal sealed record KeptOrder(ModeOrder Order, long LeftMs, long EndsNs, string? By = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KeptModes))]
internal sealed partial class KeptModesJson : JsonSerializerContext;
