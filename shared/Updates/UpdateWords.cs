using CheckIn.Settings;

namespace CheckIn.Updates;

/// <summary>The words of updates, in sentences for people.</summary>
public static class UpdateWords
{
    /// <summary>A state; one that is not known as it is.</summary>
    /// <param name="state">One of <see cref="UpdateStates"/>.</param>
    /// <param name="language">Whose.</param>
    public static string OfState(string state, Language language) => state switch
    {
        UpdateStates.Fetching => language.Of("being fetched", "đang tải về"),
        UpdateStates.Staged => language.Of(
            "ready, waits for a moment without people", "đã sẵn sàng, chờ lúc không có người"),
        UpdateStates.Trying => language.Of("on trial", "đang chạy thử"),
        UpdateStates.Confirmed => language.Of("confirmed", "đã xác nhận"),
        UpdateStates.Refused => language.Of("refused", "bị từ chối"),
        UpdateStates.RolledBack => language.Of("rolled back", "đã quay lại bản cũ"),
        _ => state,
    };

    /// <summary>A reason; one that is not known as it is.</summary>
    /// <param name="reason">One of <see cref="UpdateReasons"/>.</param>
    /// <param name="language">Whose.</param>
    public static string OfReason(string reason, Language language) =>
        Package(reason, language) ?? Gate(reason, language) ?? reason;

    private static string? Package(string reason, Language language) => reason switch
    {
        UpdateReasons.Unsigned => language.Of("the package bears no signature", "gói không có chữ ký"),
        UpdateReasons.Altered => language.Of(
            "the package was changed after it was signed", "gói đã bị thay đổi sau khi ký"),
        UpdateReasons.WrongKey => language.Of(
            "the package was signed with a key that is not trusted here", "gói được ký bằng khoá không được tin cậy ở đây"),
        UpdateReasons.NoKeys => language.Of(
            "no release key is installed (Updates:Keys), so no update is taken",
            "chưa cài khoá phát hành (Updates:Keys), nên không nhận bản cập nhật nào"),
        UpdateReasons.WrongProduct => language.Of("the package is of another program", "gói thuộc chương trình khác"),
        UpdateReasons.Malformed => language.Of(
            "this is no package, or a damaged one", "không phải gói cập nhật, hoặc gói bị hỏng"),
        UpdateReasons.TooLarge => language.Of("the package is larger than allowed", "gói lớn hơn mức cho phép"),
        UpdateReasons.Incomplete => language.Of("the package ends too early", "gói bị thiếu phần cuối"),
        UpdateReasons.NotAsAnnounced => language.Of(
            "the package is not the one that the hub announced", "gói không đúng như trung tâm đã báo"),
        _ => null,
    };

    private static string? Gate(string reason, Language language) => reason switch
    {
        UpdateReasons.TooOld => language.Of(
            "it is not newer than what is confirmed here", "không mới hơn bản đã xác nhận ở đây"),
        UpdateReasons.FailedBefore => language.Of("it was tried here and failed", "đã chạy thử ở đây và không đạt"),
        UpdateReasons.JournalTooNew => language.Of(
            "the version that runs could not read its journal, so there would be no way back",
            "bản đang chạy không đọc được nhật ký của nó, nên không thể quay lại"),
        UpdateReasons.NoSpace => language.Of("there is not enough room on the disk", "không đủ chỗ trên ổ đĩa"),
        UpdateReasons.Storage => language.Of("it could not be written here", "không ghi được ở đây"),
        UpdateReasons.Ended => language.Of("it ended by itself on trial", "tự dừng khi chạy thử"),
        UpdateReasons.NotHealthy => language.Of("it was not healthy in time on trial", "không ổn định kịp khi chạy thử"),
        UpdateReasons.Interrupted => language.Of(
            "its trial was interrupted too often", "lượt chạy thử bị ngắt quá nhiều lần"),
        UpdateReasons.Withdrawn => language.Of("the hub has withdrawn it", "trung tâm đã rút lại"),
        _ => null,
    };
}
