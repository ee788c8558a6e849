using System.Security.Cryptography;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Cards;

/// <summary>
/// The key under which cards are kept, <c>cards.key</c> in the folder of the hub's keys (mode 600) and so in its backups:
/// whoever has the database alone cannot try numbers against it. It is made with the first card. One key for all sites,
/// because of a card the hub keeps no number from which another could be worked out; gates have it, in their lists.
/// </summary>
internal sealed class CardKey(IOptions<HubKeyOptions> keys, IOptions<EventsOptions> events)
{
    /// <summary>Bytes of it.</summary>
    internal const int Size = RandomKeyFile.Size;

    private static readonly (string English, string Vietnamese) Loss = (
        "No card was changed; gates go on with the lists they have.",
            "Chưa thay đổi thẻ nào; các cổng vẫn dùng danh sách đang có.");

    private readonly RandomKeyFile _file = new(
        KeyPlaces.Of(keys.Value, events.Value.Path), "cards.key", ("cards", "danh sách thẻ"), Loss);

    private string Place => _file.Place;

    /// <summary>Which key it is; tells nothing of it.</summary>
    internal static string IdOf(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(
        HMACSHA256.HashData(key, "checkin/v1/card-key-id"u8).AsSpan(0, 8));

    /// <summary>The key.</summary>
    /// <param name="used">Which one the cards that there are were kept under; null = there is none, and a key may be
    /// made.</param>
    /// <exception cref="KeysException">It cannot be had, or is another one.</exception>
    internal byte[] Open(string? used)
    {
        var key = _file.Open(mayMake: used is null, Missing);
        return used is null || IdOf(key) == used ? key : throw Another();
    }

    private KeysException Missing() => new(
        $"The key of cards, {Place}, is not there. {Loss.English} Connect its medium, or put the file back from a backup. If it "
            + "is lost for good: checkin-hub card clear --all, and import the cards again.",
        $"Không thấy khoá của danh sách thẻ {Place}. {Loss.Vietnamese} Hãy gắn thiết bị lưu trữ hoặc khôi phục tệp từ bản sao "
            + "lưu. Nếu đã mất hẳn: checkin-hub card clear --all rồi nhập lại thẻ.");

    private KeysException Another() => new(
        $"{Place} is not the key that the cards in the database were kept under. {Loss.English} Put the one back that belongs to "
            + "it, from the same backup; or checkin-hub card clear --all, and import the cards again.",
        $"{Place} không phải khoá đã dùng cho các thẻ trong cơ sở dữ liệu. {Loss.Vietnamese} Hãy khôi phục đúng khoá từ cùng "
            + "bản sao lưu; hoặc checkin-hub card clear --all rồi nhập lại thẻ.");
}
