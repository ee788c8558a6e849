using System.Net;
using System.Net.Mail;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>A recipient as somebody asks for him; what is null is as by default.</summary>
/// <param name="Channel">mail or webhook; null = by the address.</param>
/// <param name="Language">vi or en; null = vi.</param>
/// <param name="Least">notice, warning or critical; null = warning.</param>
/// <param name="Level">1 to 3; null = 1.</param>
/// <param name="Quiet">Such as 22:00-06:00.</param>
internal sealed record RecipientOrder(
    string? Name, string? Address, string? Channel = null, string? Language = null, string? Node = null,
    string? Least = null, int? Level = null, string? Quiet = null)
{
    private const int LongestAddress = 1000;

    /// <summary>As it can be kept, without an id.</summary>
    /// <exception cref="NoticeException">Something of it is wrong.</exception>
    internal Recipient Read(DateTimeOffset now)
    {
        if (Name is null || !GateId.IsValid(Name))
            throw Wrong(
                $"The name '{Name}' is not of a to z, 0 to 9 and -, 1 to 64 of them. Name the duty, not a person.",
                $"Tên '{Name}' phải gồm a–z, 0–9 và dấu -, dài 1 đến 64 ký tự. Hãy đặt tên theo nhiệm vụ, không theo "
                    + "người.");
        var level = Level ?? 1;
        if (level is < 1 or > Recipient.MostLevel)
            throw Wrong($"The level {level} is not 1, 2 or 3.", $"Cấp {level} không phải 1, 2 hoặc 3.");
        var least = AlertMessages.SeverityOf(Least ?? "warning") ?? throw Wrong(
            $"'{Least}' is none of notice, warning, critical.", $"'{Least}' không phải notice, warning hoặc critical.");
        var quiet = Quiet is null ? null : QuietHours.TryParse(Quiet) ?? throw Wrong(
            $"The quiet hours '{Quiet}' are not like 22:00-06:00.",
            $"Giờ yên lặng '{Quiet}' không có dạng 22:00-06:00.");
        var channel = ReadChannel();
        return new Recipient(0, Name, channel, ReadAddress(channel), ReadLanguage(), Node, least, level, quiet, now);
    }

    private NoticeChannel ReadChannel() => Channel switch
    {
        null when Address?.Contains("://", StringComparison.Ordinal) == true => NoticeChannel.Webhook,
        null or "mail" => NoticeChannel.Mail,
        "webhook" => NoticeChannel.Webhook,
        _ => throw Wrong($"'{Channel}' is neither mail nor webhook.", $"'{Channel}' không phải mail hoặc webhook."),
    };

    private Language ReadLanguage() => Language switch
    {
        null or "vi" => CheckIn.Settings.Language.Vietnamese,
        "en" => CheckIn.Settings.Language.English,
        _ => throw Wrong($"'{Language}' is neither vi nor en.", $"'{Language}' không phải vi hoặc en."),
    };

    private string ReadAddress(NoticeChannel channel)
    {
        if (Address is not { Length: > 0 and <= LongestAddress } address)
            throw Wrong("The address is missing or too long.", "Thiếu địa chỉ hoặc địa chỉ quá dài.");
        return channel == NoticeChannel.Mail ? ReadMailbox(address) : ReadUrl(address);
    }

    /// <summary>The mailbox alone: a name beside it would be a person's.</summary>
    private static string ReadMailbox(string address) =>
        MailAddress.TryCreate(address, out var mailbox) && mailbox.Address == address
        && !address.Any(char.IsControl)
            ? address
            : throw Wrong($"'{address}' is not the address of one mailbox, such as truc-ban@example.vn.",
                $"'{address}' không phải địa chỉ của một hộp thư, ví dụ truc-ban@example.vn.");

    private static string ReadUrl(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")
            || url.UserInfo.Length > 0)
        {
            throw Wrong($"'{address}' is not the address of a webhook, such as https://chat.example.vn/hooks/abc.",
                $"'{address}' không phải địa chỉ webhook, ví dụ https://chat.example.vn/hooks/abc.");
        }
        return url.Scheme == "https" || IsThisMachine(url) ? url.AbsoluteUri : throw Wrong(
            $"What goes to {url.Host} would go unencrypted. Use https; http is for this machine alone.",
            $"Dữ liệu gửi đến {url.Host} sẽ không được mã hoá. Hãy dùng https; http chỉ dành cho chính máy này.");
    }

    private static bool IsThisMachine(Uri url) => url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static NoticeException Wrong(string english, string vietnamese) =>
        new(english + " Nothing was done.", vietnamese + " Chưa làm gì cả.") { IsMalformed = true };
}
