using CheckIn.Enrolment;
using CheckIn.Hub.Commands;
using CheckIn.Settings;

namespace CheckIn.Hub.Audit;

/// <summary>
/// What was done, and what came of it, in both languages. A word that has no phrase is shown as it is.
/// </summary>
internal static class AuditPhrases
{
    private static readonly Dictionary<string, (string English, string Vietnamese)> Acts = new(StringComparer.Ordinal)
    {
        [AuditActions.CodeIssued] = ("code issued", "cấp mã đăng ký"),
        [AuditActions.CodeWithdrawn] = ("code withdrawn", "huỷ mã đăng ký"),
        [AuditActions.BundleIssued] = ("bundle issued", "cấp gói mã"),
        [AuditActions.ClaimTaken] = ("gate enrolled", "đăng ký cổng"),
        [AuditActions.CertificateRenewed] = ("certificate renewed", "gia hạn chứng thư"),
        [AuditActions.Revoked] = ("certificates revoked", "thu hồi chứng thư"),
        [AuditActions.Decommissioning] = ("told to leave", "cho ngừng sử dụng"),
        [AuditActions.Wiped] = ("gate wiped itself", "cổng đã tự xoá"),
        [AuditActions.KeysRotated] = ("keys rotated", "đổi khoá"),
        [AuditActions.RecipientAdded] = ("recipient added", "thêm người nhận"),
        [AuditActions.RecipientRemoved] = ("recipient removed", "xoá người nhận"),
        [AuditActions.NoticeSentAgain] = ("notice sent again", "gửi lại thông báo"),
        [AuditActions.PackageAdded] = ("update package added", "nhận gói cập nhật"),
        [AuditActions.PackageRefused] = ("update package refused", "từ chối gói cập nhật"),
        [AuditActions.PackageRemoved] = ("update package removed", "xoá gói cập nhật"),
        [AuditActions.RolloutStarted] = ("rollout begun", "bắt đầu đợt triển khai"),
        [AuditActions.RolloutStage] = ("rollout: next stage", "đợt triển khai: giai đoạn tiếp"),
        [AuditActions.RolloutStopped] = ("rollout stopped", "dừng đợt triển khai"),
        [AuditActions.RolloutResumed] = ("rollout goes on", "tiếp tục đợt triển khai"),
        [AuditActions.RolloutDone] = ("rollout done", "xong đợt triển khai"),
        [AuditActions.CommandGiven] = ("command given", "gửi lệnh cho cổng"),
        [AuditActions.CommandEnded] = ("command ended", "kết quả lệnh"),
        [AuditActions.SettingsChanged] = ("settings changed", "đổi cài đặt"),
        [AuditActions.SettingsRolledBack] = ("settings rolled back", "hoàn tác cài đặt"),
        [AuditActions.ModeOrdered] = ("mode ordered", "đặt chế độ"),
        [AuditActions.ModeEnded] = ("mode ended", "kết thúc chế độ"),
        [AuditActions.PassIssued] = ("pass issued", "cấp thẻ"),
        [AuditActions.PassRevoked] = ("pass revoked", "thu hồi thẻ"),
        [AuditActions.PassKeysRotated] = ("key of passes changed", "đổi khoá ký thẻ"),
        [AuditActions.InvitationMade] = ("visitors invited by link", "mời khách bằng liên kết"),
        [AuditActions.InvitationRevoked] = ("invitation revoked", "thu hồi lời mời"),
        [AuditActions.ListImported] = ("list imported", "nhập danh sách"),
        [AuditActions.CardsImported] = ("cards imported", "nhập danh sách thẻ"),
        [AuditActions.CardsChanged] = ("cards changed", "sửa thẻ trong danh sách"),
        [AuditActions.CardsRemoved] = ("cards taken out", "bỏ thẻ khỏi danh sách"),
        [AuditActions.RegistrationApproved] = ("place that registered itself approved", "duyệt cơ sở tự đăng ký"),
        [AuditActions.RegistrationRefused] = ("place that registered itself refused", "từ chối cơ sở tự đăng ký"),
        [AuditActions.PosterMade] = ("poster made or replaced", "tạo hoặc thay áp phích"),
        [AuditActions.DeskAsked] = ("asked at a service desk", "tra cứu tại quầy"),
        [AuditActions.PlanSaved] = ("plan saved", "lưu sơ đồ làn"),
        [AuditActions.AlertAcknowledged] = ("alert acknowledged", "nhận xử lý cảnh báo"),
        [AuditActions.AlertSnoozed] = ("alert snoozed or woken", "tạm ẩn hoặc hiện lại cảnh báo"),
        [AuditActions.SitesImported] = ("sites imported", "nhập địa điểm"),
        [AuditActions.SiteSaved] = ("site saved", "lưu địa điểm"),
        [AuditActions.SiteRemoved] = ("site removed", "xoá địa điểm"),
        [AuditActions.NodesImported] = ("nodes imported", "nhập đơn vị"),
        [AuditActions.NodeSaved] = ("node saved", "lưu đơn vị"),
        [AuditActions.LevelSaved] = ("level saved", "lưu cấp đơn vị"),
        [AuditActions.MaintenanceAnnounced] = ("maintenance announced", "báo trước bảo trì"),
        [AuditActions.MaintenanceEnded] = ("maintenance ended", "kết thúc bảo trì"),
        [AuditActions.IdentityCopied] = ("identity copied", "khoá của cổng bị sao chép"),
        [AuditActions.LinkMade] = ("one-time link made", "tạo liên kết một lần"),
        [AuditActions.LinkOpened] = ("signed in by link", "đăng nhập bằng liên kết"),
        [AuditActions.PersonInvited] = ("person invited", "mời người dùng"),
        [AuditActions.PersonSetUp] = ("account set up", "thiết lập tài khoản"),
        [AuditActions.PersonRenamed] = ("name to show changed", "đổi tên hiển thị"),
        [AuditActions.PersonReset] = ("account reset", "đặt lại tài khoản"),
        [AuditActions.PersonRemoved] = ("person removed", "xoá người dùng"),
        [AuditActions.RoleGiven] = ("role given", "giao vai trò"),
        [AuditActions.RoleTaken] = ("role taken", "thu vai trò"),
        [AuditActions.SignedIn] = ("signed in", "đăng nhập"),
        [AuditActions.SignedOut] = ("signed out", "đăng xuất"),
        [AuditActions.SignInRefused] = ("sign-in refused", "từ chối đăng nhập"),
        [AuditActions.ActRefused] = ("act refused", "từ chối thao tác"),
        [AuditActions.SessionsEnded] = ("sessions ended", "kết thúc phiên đăng nhập"),
        [AuditActions.PasswordChanged] = ("password changed", "đổi mật khẩu"),
        [AuditActions.FactorSetUp] = ("second factor set up", "thiết lập xác minh bước hai"),
        [AuditActions.FactorRemoved] = ("second factor removed", "xoá xác minh bước hai"),
        [AuditActions.RecoveryCodesMade] = ("recovery codes made", "tạo mã khôi phục"),
        [AuditActions.IdentityLinked] = ("identity linked", "liên kết danh tính ngoài"),
        [AuditActions.IdentityUnlinked] = ("identity unlinked", "bỏ liên kết danh tính ngoài"),
        [AuditActions.TokenMade] = ("token made", "tạo mã truy cập API"),
        [AuditActions.TokenWithdrawn] = ("token withdrawn", "thu hồi mã truy cập API"),
        [AuditActions.BackupMade] = ("backup made", "sao lưu"),
        [AuditActions.Restored] = ("restored from a backup", "khôi phục từ bản sao lưu"),
    };

    private static readonly Dictionary<string, (string English, string Vietnamese)> Outcomes = new(
        StringComparer.Ordinal)
    {
        [Done] = ("done", "đã làm"),
        ["asked"] = ("asked for", "được yêu cầu"),
        [CommandStates.Sent] = ("sent", "đã gửi"),
        [CommandStates.NotSent] = ("not sent", "chưa gửi được"),
        [CommandStates.Unanswered] = ("unanswered", "không có trả lời"),
        ["raised"] = ("raised", "đã báo"),
        ["not_stored"] = ("not stored", "không lưu được"),
        ["failed"] = ("failed", "thất bại"),
        ["refused"] = ("refused", "bị từ chối"),
        [EnrolmentReasons.Unknown] = ("unknown", "không rõ"),
        [EnrolmentReasons.Wrong] = ("wrong proof", "sai mã"),
        [EnrolmentReasons.Used] = ("used already", "đã dùng"),
        [EnrolmentReasons.Expired] = ("expired", "hết hạn"),
        [EnrolmentReasons.Withdrawn] = ("withdrawn", "đã huỷ"),
    };

    /// <summary>The outcome of what was done.</summary>
    internal const string Done = "done";

    /// <summary>Every action that has a phrase.</summary>
    internal static IReadOnlyList<string> Actions { get; } = [.. Acts.Keys.Order(StringComparer.Ordinal)];

    internal static string Action(Language language, string action) => In(Acts, language, action);

    internal static string Outcome(Language language, string outcome) => In(Outcomes, language, outcome);

    private static string In(
        Dictionary<string, (string English, string Vietnamese)> phrases, Language language, string word) =>
        phrases.TryGetValue(word, out var phrase) ? language.Of(phrase.English, phrase.Vietnamese) : word;
}
