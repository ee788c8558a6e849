using System.Text.RegularExpressions;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Modes;
using CheckIn.Settings;

namespace CheckIn.Hub.Audit;

/// <summary>
/// The detail of a row for whoever reads it. It is stored once, in English, because it is part of what the chain
/// vouches for; known ones are read in Vietnamese too, names and figures in them as they are. What has no phrase, such
/// as a reason that somebody typed, is shown as it stands.
/// </summary>
internal static class AuditDetails
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private static readonly (Regex English, string Vietnamese)[] Phrases =
    [
        Of("^password$", "mật khẩu"),
        Of("^code$", "mã của ứng dụng"),
        Of("^recovery code$", "mã khôi phục"),
        Of("^passkey$", "khoá truy cập"),
        Of("^identity provider$", "nhà cung cấp danh tính"),
        Of("^first administrator$", "quản trị viên đầu tiên"),
        Of("^to open the pages as the operator$", "mở trang với tư cách người vận hành máy"),
        Of("^message ([0-9]+)$", "thông báo $1"),
        Of("^gates that have it: ([0-9]+)$", "số cổng dùng sơ đồ này: $1"),
        Of("^([0-9]+) wrong proofs$", "sai mã $1 lần"),
        Of("^([0-9]+) claims$", "$1 mã"),
        Of("^([0-9]+) times$", "$1 lần"),
        Of("^link$", "liên kết dùng một lần"),
        Of("^another code for (.+)$", "đã có mã khác cho $1"),
        Of("^replaced; ([0-9]+) certificates$", "đã thay thế; $1 chứng thư"),
        Of("^(.*); ([0-9]+) certificates$", "$1; $2 chứng thư"),
        Of("^key ([^;]+)$", "khoá $1"),
        Of("^added ([0-9]+), changed ([0-9]+), unchanged ([0-9]+)$", "thêm $1, đổi $2, giữ nguyên $3"),
        Of("^(.+), ([0-9]+) gates, stages (.+), stop at ([0-9.]+)%$", "$1, $2 cổng, các bước $3, dừng khi hỏng $4%"),
        Of("^version ([0-9]+): (.+)$", "phiên bản $1: $2"),
        Of("^version ([0-9]+) withdrawn, version ([0-9]+) stands$", "thu hồi phiên bản $1, giữ phiên bản $2"),
        Of("^(.+), stage ([0-9]+): (.+)$", "$1, bước $2: $3"),
        Of("^(.+), ([0-9]+) of ([0-9]+) failed$", "$1, hỏng $2 trên $3"),
        Of("^([a-z_]+), lane ([^,]+), command ([0-9a-f-]+)$", "$1, làn $2, lệnh $3"),
        Of("^([a-z_]+), command ([0-9a-f-]+)$", "$1, lệnh $2"),
        Of(@"^([a-z_]+), lane ([^,]+) \(([a-z_]+)\), command ([0-9a-f-]+)$", "$1, làn $2 ($3), lệnh $4"),
        Of(@"^([a-z_]+) \(([a-z_]+)\), command ([0-9a-f-]+)$", "$1 ($2), lệnh $3"),
        Of("^backup of (.+) UTC; ([0-9]+) codes and ([0-9]+) links void, ([0-9]+) orders ended$",
            "bản sao lưu lúc $1 UTC; huỷ $2 mã và $3 liên kết, kết thúc $4 lệnh chế độ"),
        Of("^backup of (.+) UTC; ([0-9]+) codes and ([0-9]+) links void$", "bản sao lưu lúc $1 UTC; huỷ $2 mã và $3 liên kết"),
        .. Modes(),
    ];

    private static readonly Regex RoleGiven = new("^([a-z_]+)(?:, until ([0-9-]+))?$", Plain);

    internal static string? In(Language language, string? detail)
    {
        if (detail is null)
            return null;
        if (RoleGiven.Match(detail) is { Success: true } given && RoleTable.Find(given.Groups[1].Value) is { } role)
        {
            var until = given.Groups[2].Value;
            return language.Of(RoleWords.English(role), RoleWords.Vietnamese(role))
                + (until.Length > 0 ? language.Of($", until {until}", $", đến {until}") : "");
        }
        if (language != Language.Vietnamese)
            return detail;
        foreach (var (english, vietnamese) in Phrases)
        {
            if (english.IsMatch(detail))
                return english.Replace(detail, vietnamese);
        }
        return detail;
    }

    /// <summary>An order given, with its end and its reason, or ended.</summary>
    private static IEnumerable<(Regex English, string Vietnamese)> Modes()
    {
        foreach (var mode in ModeWords.All)
        {
            var (english, vietnamese) = (ModePhrases.English(mode), ModePhrases.Vietnamese(mode));
            foreach (var (lane, which) in new[] { ("every lane", "mọi làn"), ("lane (?<lane>.+)", "làn ${lane}") })
            {
                yield return Of($"^{english}, {lane}, until (?<until>[0-9: -]+) UTC: (?<why>.*)$",
                    $"{vietnamese}, {which}, đến ${{until}} UTC: ${{why}}");
                yield return Of($"^{english}, {lane}$", $"{vietnamese}, {which}");
            }
        }
    }

    private static (Regex English, string Vietnamese) Of(string english, string vietnamese) => (new(english, Plain), vietnamese);
}
