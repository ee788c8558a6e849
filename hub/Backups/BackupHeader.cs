using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Sealing;

namespace CheckIn.Hub.Backups;

/// <summary>What a backup says of itself without its key; changed, its key no longer opens it.</summary>
/// <param name="Created">When the copy was taken.</param>
/// <param name="Hub">Version of the program that made it.</param>
/// <param name="Key">Which key opens it (<see cref="BackupKey.IdOf"/>).</param>
/// <param name="Content">Bytes of all its files.</param>
internal sealed record BackupHeader(DateTimeOffset Created, string Hub, string Key, long Content);

/// <summary>
/// The beginning of a backup's file: <c>"CHECKIN-BACKUP-1" 0A · length (4) · header, JSON · enc (65) · sealed key
/// (48)</c>. The content's key is random, sealed by HPKE to the backups' public key, with SHA-256 of all before it as
/// what is authenticated besides. The chunks follow (<see cref="ChunkWriter"/>).
/// </summary>
internal static class BackupEnvelope
{
    internal const int KeySize = 32;
    private const int MaxHeader = 64 * 1024;
    private const int SealedSize = KeySize + Hpke.TagSize;

    private static ReadOnlySpan<byte> Magic => "CHECKIN-BACKUP-1\n"u8;

    private static ReadOnlySpan<byte> Info => "checkin/v1/backup"u8;

    internal static void Write(Stream stream, BackupHeader header, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> key)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, BackupJson.Default.BackupHeader);
        var start = new byte[Magic.Length + sizeof(int) + json.Length];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteInt32BigEndian(start.AsSpan(Magic.Length), json.Length);
        json.CopyTo(start, Magic.Length + sizeof(int));
        var (enc, sealedKey) = Hpke.Seal(publicKey, Info, SHA256.HashData(start), key);
        stream.Write(start);
        stream.Write(enc);
        stream.Write(sealedKey);
    }

    /// <summary>Reads the header; the stream then stands at the first chunk.</summary>
    /// <exception cref="BackupException">It is no backup.</exception>
    internal static (BackupHeader Header, Func<ECDiffieHellman, byte[]> Open) Read(Stream stream, string name)
    {
        try
        {
            var head = new byte[Magic.Length + sizeof(int)];
            stream.ReadExactly(head);
            var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Magic.Length));
            if (!head.AsSpan().StartsWith(Magic) || length is < 2 or > MaxHeader)
                throw BackupFaults.NoBackup(name);
            var json = new byte[length];
            stream.ReadExactly(json);
            var (enc, sealedKey) = (new byte[Hpke.PublicKeySize], new byte[SealedSize]);
            stream.ReadExactly(enc);
            stream.ReadExactly(sealedKey);
            var header = JsonSerializer.Deserialize(json, BackupJson.Default.BackupHeader)
                ?? throw BackupFaults.NoBackup(name);
            byte[] start = [.. head, .. json];
            return (header, key => Open(key, header, enc, SHA256.HashData(start), sealedKey, name));
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException or DecoderFallbackException)
        {
            throw BackupFaults.NoBackup(name, e);
        }
    }

    private static byte[] Open(
        ECDiffieHellman key, BackupHeader header, byte[] enc, byte[] aad, byte[] sealedKey, string name)
    {
        var id = BackupKey.IdOf(Hpke.ExportPublicKey(key));
        if (id != header.Key)
            throw BackupFaults.OtherKey(name, header.Key, id);
        try
        {
            return Hpke.Open(key, enc, Info, aad, sealedKey);
        }
        catch (CryptographicException e)
        {
            throw BackupFaults.Damaged(name, "its beginning was changed", "phần đầu đã bị thay đổi", e);
        }
    }
}
