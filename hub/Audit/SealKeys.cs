using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Hub.Keys;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>
/// The key that seals the audit, in the folder of the hub's keys: <c>audit-seal.key</c> (mode 600),
/// <c>audit-seal.pub</c> (the public halves of all that ever sealed here; a copy elsewhere lets anybody verify), and
/// <c>audit-seal.last</c>, the last seal, so that a database whose end was cut together with its seals is found short.
/// </summary>
internal sealed class SealKeys(KeyPlaces places)
{
    internal const string PublicFile = "audit-seal.pub";
    private const int IdBytes = 8;

    private string Private => Path.Combine(places.Directory, "audit-seal.key");

    private string Public => Path.Combine(places.Directory, PublicFile);

    /// <summary>An operator's word that the key is lost for good, and another may begin.</summary>
    private string Consent => Path.Combine(places.Directory, "audit-seal.new");

    private string LastFile => Path.Combine(places.Directory, "audit-seal.last");

    /// <summary>Which key it is: the first 8 bytes of SHA-256 of its public half, hexadecimal.</summary>
    internal static string IdOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, IdBytes));

    /// <summary>The key to seal with; the first is made.</summary>
    /// <param name="hasSealed">There are seals: a key that is not there is missing, and not yet to be made.</param>
    /// <exception cref="KeysException">It is missing or damaged.</exception>
    internal ECDsa Open(bool hasSealed)
    {
        if (!File.Exists(Private))
        {
            if ((hasSealed || File.Exists(Public)) && !File.Exists(Consent))
                throw Missing();
            KeyPlaces.Prepare(places.Directory, places.IsOwn, "Keys:Directory", Loss);
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            PrivateFile.Create(Private, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
            File.Delete(Consent);
        }
        var key = Read();
        // Earlier ones stay: what they sealed is to be verified for as long as it is kept.
        if (Trusted()?.ContainsKey(IdOf(key)) != true)
        {
            var earlier = File.Exists(Public) ? File.ReadAllText(Public) : "";
            KeyFiles.Write(Public, earlier + key.ExportSubjectPublicKeyInfoPem() + "\n");
        }
        return key;
    }

    /// <summary>Public halves by id, of the folder's file or another; null = there is no such file.</summary>
    /// <exception cref="KeysException">It is damaged.</exception>
    internal Dictionary<string, ECDsa>? Trusted(string? file = null)
    {
        var path = file ?? Public;
        if (!File.Exists(path))
            return null;
        var found = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        try
        {
            var rest = File.ReadAllText(path).AsSpan();
            while (PemEncoding.TryFind(rest, out var at))
            {
                var key = ECDsa.Create();
                key.ImportFromPem(rest[at.Location]);
                found[IdOf(key)] = key;
                rest = rest[at.Location.End..];
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw NoKeys(path, e);
        }
        return found.Count > 0 ? found : throw NoKeys(path, new FormatException("there is no public key in it"));
    }

    /// <summary>The last seal that the hub remembers; null = none, or what is there cannot be read.</summary>
    internal AuditSeal? Last()
    {
        try
        {
            return File.Exists(LastFile)
                ? JsonSerializer.Deserialize(File.ReadAllText(LastFile), AuditJson.Default.AuditSeal) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>After the seal is committed: it is never ahead of the database.</summary>
    internal void Remember(AuditSeal seal) =>
        KeyFiles.Write(LastFile, JsonSerializer.Serialize(seal, AuditJson.Default.AuditSeal) + "\n");

    private ECDsa Read()
    {
        var key = ECDsa.Create();
        try
        {
            KeyFiles.Close(Private);
            key.ImportFromPem(File.ReadAllText(Private));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Damaged(e);
        }
    }

    private static readonly (string English, string Vietnamese) Loss = (
        "Acts are recorded and chained all the same; they are not sealed.",
        "Các thao tác vẫn được ghi và nối chuỗi; chỉ chưa được niêm phong.");

    private KeysException Missing() => new(
        $"The key that seals the audit, {Private}, is not there. {Loss.English} Is its medium connected, and "
            + "Keys:Directory the right place? Connect it, or put the file back from a backup. If it is lost for good, "
            + $"make an empty file {Consent}: another key begins, and seals of before are verified by "
            + $"{PublicFile}, if there is a copy of it.",
        $"Không thấy khoá niêm phong nhật ký kiểm toán {Private}. {Loss.Vietnamese} Hãy gắn thiết bị lưu trữ, hoặc "
            + $"khôi phục tệp từ bản sao lưu. Nếu đã mất hẳn, hãy tạo tệp rỗng {Consent}: khoá khác sẽ bắt đầu, còn "
            + $"các niêm phong cũ được kiểm tra bằng {PublicFile} nếu còn bản sao.");

    private KeysException Damaged(Exception e) => new(
        $"The key that seals the audit, {Private}, is damaged ({e.Message}). {Loss.English} Put it back from a backup.",
        $"Khoá niêm phong nhật ký kiểm toán {Private} bị hỏng ({e.Message}). {Loss.Vietnamese} Hãy khôi phục từ bản "
            + "sao lưu.", e);

    private static KeysException NoKeys(string path, Exception e) => new(
        $"{path} holds no public key ({e.Message}). Nothing was verified.",
        $"{path} không có khoá công khai ({e.Message}). Chưa kiểm tra gì cả.", e);
}
