namespace CheckIn.Hub.Authority;

/// <summary>What can be wrong with the authority, in words.</summary>
internal static class AuthorityFaults
{
    internal static AuthorityException CertificateDamaged(string path, Exception why) =>
        Damaged("certificate", "Chứng thư", path, why);

    internal static AuthorityException KeyDamaged(string path, Exception why) =>
        Damaged("private key", "Khoá riêng", path, why);

    internal static AuthorityException KeyOrPassphraseWrong(string path, Exception why) =>
        Damaged("private key, or the passphrase for it,", "Khoá riêng (hoặc mật khẩu mở khoá)", path, why);

    internal static AuthorityException NoPassphrase(string path) => new(
        $"The private key {path} is protected by a passphrase: name the file that holds it in "
        + "Authority:PassphraseFile.",
        $"Khoá riêng {path} được bảo vệ bằng mật khẩu: hãy chỉ ra tệp chứa mật khẩu ở Authority:PassphraseFile.");

    internal static AuthorityException PassphraseUnreadable(string path, Exception why) => new(
        $"Authority:PassphraseFile is '{path}', which cannot be read ({why.Message.TrimEnd('.')}). The authority's "
        + "private keys stay closed until it can; nothing is lost.",
        $"Authority:PassphraseFile là '{path}' nhưng không đọc được ({why.Message.TrimEnd('.')}). Chưa mở được khoá "
        + "riêng của nơi cấp chứng thư; không mất gì cả.", why);

    internal static AuthorityException PassphraseEmpty(string path) => new(
        $"Authority:PassphraseFile is '{path}', and its first line is empty.",
        $"Authority:PassphraseFile là '{path}' nhưng dòng đầu tiên trống.");

    internal static AuthorityException RootMissing(string root, string issuing) => new(
        $"{root} is missing, while {issuing} is there. Gates trust that root and no other, so no new one is made: put "
        + "it back from the authority's backup, or from any gate's authority.crt.",
        $"Thiếu {root} trong khi {issuing} vẫn còn. Các cổng chỉ tin chứng thư gốc đó nên không tạo cái mới: hãy khôi "
        + "phục từ bản sao lưu của nơi cấp chứng thư, hoặc từ authority.crt của một cổng bất kỳ.");

    internal static AuthorityException PairMismatched(string key, string certificate) => new(
        $"{key} is not the key of {certificate}: one of them is of another time. Put both back from one backup, or "
        + "make another pair with the root's key: checkin-hub authority issuing --root DIRECTORY.",
        $"{key} không phải khoá của {certificate}: hai tệp thuộc hai thời điểm khác nhau. Hãy khôi phục cả hai từ cùng "
        + "một bản sao lưu, hoặc tạo cặp mới bằng khoá gốc: checkin-hub authority issuing --root THƯ_MỤC.");

    internal static AuthorityException NotUnderRoot(string issuing, string root) => new(
        $"{issuing} is not signed by {root}: they are of two authorities. Put both back from one backup; gates trust "
        + "the root that they were enrolled with.",
        $"{issuing} không do {root} ký: hai tệp thuộc hai nơi cấp chứng thư khác nhau. Hãy khôi phục cả hai từ cùng "
        + "một bản sao lưu; các cổng chỉ tin chứng thư gốc lúc đăng ký.");

    internal static AuthorityException RootKeyAbsent(string path) => new(
        $"No issuing certificate can be made: the root's key is not at {path}. Bring it there for a moment, or say "
        + "where it is (checkin-hub authority issuing --root DIRECTORY), or put issuing.crt and issuing.key back from "
        + "the authority's backup.",
        $"Chưa tạo được chứng thư cấp phát: không có khoá gốc ở {path}. Hãy tạm đưa khoá gốc về đó, hoặc chỉ ra nơi "
        + "cất (checkin-hub authority issuing --root THƯ_MỤC), hoặc khôi phục issuing.crt và issuing.key từ bản sao "
        + "lưu.");

    internal static AuthorityException RootKeyForeign(string key, string root, string fingerprint) => new(
        $"{key} is not the key of {root}: it is of another authority. Find the one whose fingerprint is {fingerprint}.",
        $"{key} không phải khoá của {root}: đó là khoá của nơi cấp chứng thư khác. Hãy tìm khoá có dấu vân tay "
        + $"{fingerprint}.");

    internal static AuthorityException IssuingEnded(DateTimeOffset end, string rootKey) => new(
        $"The authority's issuing certificate ended at {end:yyyy-MM-dd}: nothing can be issued. Bring the root's key "
        + $"to {rootKey} or say where it is: checkin-hub authority issuing --root DIRECTORY.",
        $"Chứng thư cấp phát đã hết hạn ngày {end:dd/MM/yyyy}: không cấp được gì nữa. Hãy đưa khoá gốc về {rootKey} "
        + "hoặc chỉ ra nơi cất: checkin-hub authority issuing --root THƯ_MỤC.");

    internal static AuthorityException ListUnreadable(string path, Exception why) => new(
        $"The revocation list {path} cannot be read: {why.Message.TrimEnd('.')}. A certificate that was revoked since "
        + "the last backup of the database may be known from it alone: put it back from the authority's backup, or, "
        + "if the database is the newest there is, remove it, and it is written anew.",
        $"Không đọc được danh sách thu hồi {path}: {why.Message.TrimEnd('.')}. Chứng thư bị thu hồi sau lần sao lưu cơ "
        + "sở dữ liệu gần nhất có thể chỉ còn ghi ở đó: hãy khôi phục tệp này từ bản sao lưu; nếu cơ sở dữ liệu đang "
        + "là bản mới nhất thì xoá tệp, trung tâm sẽ ghi lại.", why);

    internal static AuthorityException Other() => new(
        "The gates' certificates come from another authority (Broker:TlsCertificate), so this hub issues none. Nothing was "
        + "done. Give the gate its certificate in Uplink:Certificate, Uplink:Key and Uplink:Authority; or leave out "
        + "Broker:TlsCertificate, and the hub makes all certificates itself.",
        "Chứng thư của các cổng do nơi khác cấp (Broker:TlsCertificate) nên trung tâm này không cấp. Chưa làm gì cả. Hãy đặt "
        + "chứng thư cho cổng ở Uplink:Certificate, Uplink:Key và Uplink:Authority; hoặc bỏ Broker:TlsCertificate để trung "
        + "tâm tự cấp mọi chứng thư.");

    internal static AuthorityException None(string directory) => new(
        $"There is no authority in {directory} yet. The hub makes it at its first start with Enrolment:Address.",
        $"Chưa có nơi cấp chứng thư trong {directory}. Trung tâm tạo khi chạy lần đầu với Enrolment:Address.");

    internal static AuthorityException Incomplete(string path) => new(
        $"{path} is missing. Put it back from the authority's backup; with the root's key at hand the hub makes "
        + "another at its next start.",
        $"Thiếu {path}. Hãy khôi phục từ bản sao lưu; nếu có khoá gốc thì trung tâm tự tạo lại trong lần khởi động "
        + "sau.");

    internal static AuthorityException NotOurs(string directory, uint owner) => new(
        $"{directory} belongs to another user (uid {owner}): what you wrote there the hub could not read. Nothing was "
        + $"done. Run this as that user, such as sudo -u '#{owner}' checkin-hub …",
        $"{directory} thuộc người dùng khác (uid {owner}): trung tâm sẽ không đọc được tệp do bạn ghi. Chưa làm gì cả. "
        + $"Hãy chạy lệnh bằng người dùng đó, ví dụ sudo -u '#{owner}' checkin-hub …");

    internal static AuthorityException PairUnusable(string setting, string problem) =>
        new($"{setting} is {problem}", $"{setting} là {problem}");

    private static AuthorityException Damaged(string what, string vietnamese, string path, Exception why) => new(
        $"The authority's {what} {path} cannot be used: {why.Message.TrimEnd('.')}. Gates go on with the certificates "
        + "they have, but no hub can serve them until this is mended: put the file back from the authority's backup.",
        $"{vietnamese} {path} không dùng được: {why.Message.TrimEnd('.')}. Các cổng vẫn giữ chứng thư đang có, nhưng "
        + "không trung tâm nào phục vụ được chúng cho đến khi sửa xong: hãy khôi phục tệp từ bản sao lưu của nơi cấp "
        + "chứng thư.", why);
}
