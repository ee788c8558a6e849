using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Lists;

/// <summary>A list that is here.</summary>
/// <param name="FetchedAt">By the gate's clock, Unix s.</param>
/// <param name="ConfirmedAt">When the hub last said that it is the newest, Unix s.</param>
internal sealed record KeptList(string Name, long Version, string Sha256, long Bytes, long FetchedAt, long ConfirmedAt);

/// <summary>As it lies on the disk.</summary>
/// <param name="Place">Where the gate stands; null = the hub has not said it.</param>
internal sealed record KeptLists(IReadOnlyList<KeptList> Lists, PlaceWanted? Place = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptLists))]
internal sealed partial class KeptListsJson : JsonSerializerContext;

/// <summary>
/// The lists on the gate's medium, beside its journal, and erased with it: a file for each by its name and hash, and
/// <c>JOURNAL-lists</c>, which says which of them count and where the gate stands. A list is written before that, and the one
/// before goes after it, so that after a power cut there is one of the two. What does not have its hash any more is as if it
/// were not there.
/// </summary>
internal sealed class ListFiles(string journal)
{
    private const int MostBytes = 64 * 1024;
    private readonly string _beside = Path.GetFullPath(journal);

    private string State => _beside + "-lists";

    /// <summary>Those that are whole, and where the gate stands.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged: none counts until they are fetched again.</exception>
    internal (IReadOnlyList<(KeptList List, byte[] Content)> Lists, PlaceWanted? Place) Read()
    {
        try
        {
            if (new FileInfo(State) is not { Exists: true } file)
                return ([], null);
            if (file.Length > MostBytes)
                throw new IOException($"{State} has {file.Length} bytes and is none of this program's.");
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(State), KeptListsJson.Default.KeptLists);
            return ([.. (kept?.Lists ?? []).Select(list => (list, Content(list))).Where(static one => one.Item2 is not null)
                .Select(static one => (one.list, one.Item2!))], kept?.Place);
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new IOException($"{State}: {e.Message}", e);
        }
    }

    /// <exception cref="IOException">It cannot be written; those of before count.</exception>
    internal void Write(KeptList list, ReadOnlySpan<byte> content)
    {
        try
        {
            PrivateFile.Replace(PathOf(list), content);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>These count, this is where the gate stands, and what else lies there goes.</summary>
    /// <exception cref="IOException">It cannot be written; those of before count.</exception>
    internal void Count(IReadOnlyCollection<KeptList> lists, PlaceWanted? place)
    {
        try
        {
            PrivateFile.Replace(
                State, JsonSerializer.SerializeToUtf8Bytes(new KeptLists([.. lists], place), KeptListsJson.Default.KeptLists));
            var names = lists.Select(PathOf).ToHashSet(StringComparer.Ordinal);
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_beside)!, Path.GetFileName(_beside) + "-list-*"))
            {
                if (!names.Contains(file))
                    File.Delete(file);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private byte[]? Content(KeptList list)
    {
        var file = new FileInfo(PathOf(list));
        if (!file.Exists || file.Length != list.Bytes || list.Bytes > ListWanted.MaxBytes)
            return null;
        var content = File.ReadAllBytes(file.FullName);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == list.Sha256 ? content : null;
    }

    private string PathOf(KeptList list) => $"{_beside}-list-{list.Name}-{list.Sha256[..16]}";
}
