namespace CheckIn.Hub.Backups;

/// <summary>What goes wrong with backups, in words.</summary>
internal static class BackupFaults
{
    internal static BackupException NoBackup(string name, Exception? inner = null) => new(
        $"{name} is not a backup of a hub. Nothing was done.",
        $"{name} không phải bản sao lưu của trung tâm. Chưa làm gì cả.", inner);

    internal static BackupException OtherKey(string name, string wanted, string given) => new(
        $"{name} opens with the private key {wanted}; this one is {given}. Nothing was done: name the other one.",
        $"{name} chỉ mở được bằng khoá riêng {wanted}; đây là khoá {given}. Chưa làm gì cả: hãy dùng khoá kia.");

    internal static BackupException Damaged(
        string name, string english, string vietnamese, Exception? inner = null) => new(
        $"{name} is damaged: {english}. Nothing of it was put in place; take another backup.",
        $"{name} bị hỏng: {vietnamese}. Chưa khôi phục gì; hãy dùng bản sao lưu khác.", inner);

    internal static BackupException NoKey(string path) => new(
        $"There is no backups' key yet ({path}). Nothing was backed up: make a pair with 'checkin-hub backup "
            + "key FILE', "
            + "and keep that file and its passphrase elsewhere.",
        $"Chưa có khoá sao lưu ({path}). Chưa sao lưu gì: hãy tạo cặp khoá bằng 'checkin-hub backup key TỆP', "
            + "rồi cất tệp "
            + "đó và mật khẩu của nó ở nơi khác.");

    internal static BackupException KeyDamaged(string path, Exception inner) => new(
        $"{path} is no key of backups ({inner.Message}). Nothing was done.",
        $"{path} không phải khoá sao lưu ({inner.Message}). Chưa làm gì cả.", inner);

    internal static BackupException WrongPassphrase(string path, Exception inner) => new(
        $"The passphrase does not open {path}, or the file is damaged. Nothing was done.",
        $"Mật khẩu không mở được {path}, hoặc tệp bị hỏng. Chưa làm gì cả.", inner);

    internal static BackupException NoRoom(string folder, long needed, long free) => new(
        $"{folder} has {Megabytes(free)} MB free, and {Megabytes(needed)} MB are needed. Nothing was done: "
            + "make room, or "
            + "take another place.",
        $"{folder} còn trống {Megabytes(free)} MB, cần {Megabytes(needed)} MB. Chưa làm gì cả: hãy dọn chỗ "
            + "hoặc chọn nơi "
            + "khác.");

    internal static BackupException IsThere(string path) => new(
        $"{path} is there already. Nothing was done: choose another name.",
        $"{path} đã có. Chưa làm gì cả: hãy chọn tên khác.");

    internal static BackupException UnderWay(string folder) => new(
        $"Another backup of {folder} is under way. Nothing was done; try again when it is over.",
        $"Một lần sao lưu khác của {folder} đang chạy. Chưa làm gì cả; hãy thử lại khi xong.");

    private static long Megabytes(long bytes) => (bytes + 999_999) / 1_000_000;
}
