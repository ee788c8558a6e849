using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Sealing;

namespace CheckIn.Hub.Keys;

/// <summary>
/// The root of every tag key, in <c>tag-root.key</c>: 32 random bytes and an id that follows from them, so that a
/// damaged file, or one typed in from paper, is not taken for another root. Whoever has it derives the tag keys of all
/// sites and days; it never leaves the hub.
/// </summary>
internal sealed class TagRoot
{
    internal const string FileName = "tag-root.key";

    private readonly byte[] _root;

    private TagRoot(byte[] root) => (_root, Id) = (root, IdOf(root));

    /// <summary>Which root it is; tells nothing of it.</summary>
    internal string Id { get; }

    /// <summary>The day of every site's first key; later ones follow from it by <see cref="TagRatchet"/>.</summary>
    internal static DateOnly FirstDay { get; } = new(2026, 1, 1);

    internal static TagRoot Make() => new(RandomNumberGenerator.GetBytes(TagRatchet.KeySize));

    /// <exception cref="KeysException">It is damaged.</exception>
    internal static TagRoot Parse(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = new TagRoot(document.RootElement.GetProperty("root").GetBytesFromBase64());
            if (root._root.Length != TagRatchet.KeySize)
                throw new FormatException($"the root has {root._root.Length} bytes, not {TagRatchet.KeySize}");
            if (document.RootElement.GetProperty("id").GetString() != root.Id)
                throw new FormatException("root and id do not belong together");
            return root;
        }
        catch (Exception e) when (
            e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new KeysException(
                $"The root of the tag keys, {path}, is damaged ({e.Message}). Gates in service go on with the keys "
                + "they have; "
                + "none is enrolled and none gets new keys until it is mended. Restore the file from its copy.",
                $"Tệp khoá gốc của mã ẩn danh {path} bị hỏng ({e.Message}). Các cổng đang chạy vẫn dùng khoá đã có; "
                + "chưa thể đăng ký "
                + "cổng mới hay cấp khoá mới. Hãy khôi phục tệp từ bản sao.", e);
        }
    }

    internal string ToText() => JsonSerializer.Serialize(
        new Dictionary<string, string> { ["root"] = Convert.ToBase64String(_root), ["id"] = Id }) + "\n";

    /// <summary>A site's key of <see cref="FirstDay"/>.</summary>
    internal byte[] SiteKey(string site, long generation) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _root, TagRatchet.KeySize, salt: null,
        Encoding.ASCII.GetBytes($"checkin/v1/site/{site}/{generation}"));

    /// <summary>A subject's tag at a site on a day, as its gates write it.</summary>
    internal string TagOf(string site, long generation, DateOnly day, string subject) => TagRatchet.TagOf(
        TagRatchet.Advance(SiteKey(site, generation), day.DayNumber - FirstDay.DayNumber), subject);

    private static string IdOf(byte[] root) => Convert.ToHexStringLower(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 8, salt: null, "checkin/v1/tag-root-id"u8.ToArray()));
}
