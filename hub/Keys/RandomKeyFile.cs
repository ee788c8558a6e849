using System.Security.Cryptography;
using System.Text;
using CheckIn.Storage;

namespace CheckIn.Hub.Keys;

/// <summary>
/// A random key of 256 bits in the folder of the hub's keys (mode 600, hexadecimal), and so in its backups: made when it is
/// first needed, and never replaced by itself. Whoever has it knows by an id of its own which one the database was made with.
/// </summary>
/// <param name="places">Where keys are.</param>
/// <param name="file">Its file's name.</param>
/// <param name="called">What it is the key of, such as "cards".</param>
/// <param name="loss">What cannot be done without it.</param>
internal sealed class RandomKeyFile(
    KeyPlaces places, string file, (string English, string Vietnamese) called, (string English, string Vietnamese) loss)
{
    /// <summary>Bytes of it.</summary>
    internal const int Size = 32;

    private readonly Lock _lock = new();

    internal string Place => Path.Combine(places.Directory, file);

    /// <summary>The key; what is wrong with its file is told in words.</summary>
    /// <param name="mayMake">One may be made, if there is none.</param>
    /// <param name="missing">What is said of one that is not there and may not be made.</param>
    /// <exception cref="KeysException">It cannot be had.</exception>
    internal byte[] Open(bool mayMake, Func<KeysException> missing)
    {
        lock (_lock)
        {
            try
            {
                return File.Exists(Place) ? Read() : mayMake ? Make() : throw missing();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KeysException(
                    $"The key of {called.English}, {Place}, cannot be used: {e.Message} {loss.English} Mend that and try again.",
                    $"Không dùng được khoá của {called.Vietnamese} {Place}: {e.Message} {loss.Vietnamese} Hãy khắc phục rồi thử lại.", e);
            }
        }
    }

    private byte[] Read()
    {
        KeyFiles.Close(Place);
        try
        {
            var key = Convert.FromHexString(File.ReadAllText(Place).Trim());
            return key.Length == Size ? key : throw new FormatException($"it has {key.Length} bytes, not {Size}");
        }
        catch (FormatException e)
        {
            throw new KeysException(
                $"{Place} is damaged ({e.Message}). {loss.English} Put it back from a backup.",
                $"Tệp {Place} bị hỏng ({e.Message}). {loss.Vietnamese} Hãy khôi phục từ bản sao lưu.", e);
        }
    }

    private byte[] Make()
    {
        KeyPlaces.Prepare(places.Directory, places.IsOwn, "Keys:Directory", loss);
        var key = RandomNumberGenerator.GetBytes(Size);
        PrivateFile.Create(Place, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"));
        return key;
    }
}
