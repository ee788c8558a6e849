using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Commands;

/// <summary>Everything that <c>checkin-gate status</c> says, in one language. One that leaves a sentence out does not compile.</summary>
internal sealed record StatusWords
{
    public required string GateNamed { get; init; }
    public required string Well { get; init; }
    public required string NeedsLook { get; init; }
    public required string Running { get; init; }
    public required string Hub { get; init; }
    public required string HubConnected { get; init; }
    public required string HubLost { get; init; }
    public required string HubNever { get; init; }
    public required string RoundTrip { get; init; }
    public required string Waiting { get; init; }
    public required string Identity { get; init; }
    public required string Settings { get; init; }
    public required string SettingsApplied { get; init; }
    public required string SettingsWaiting { get; init; }
    public required string SettingsTrying { get; init; }
    public required string SettingsRefused { get; init; }
    public required string SettingsReverted { get; init; }
    public required string ModeSays { get; init; }
    public required string Lockdown { get; init; }
    public required string HoldOpen { get; init; }
    public required string FreePassage { get; init; }
    public required string Journal { get; init; }
    public required string JournalSays { get; init; }
    public required string WrittenDay { get; init; }
    public required string WrittenSince { get; init; }
    public required string Clock { get; init; }
    public required string ClockGood { get; init; }
    public required string ClockUnknown { get; init; }
    public required string ByHub { get; init; }
    public required string ByUnsureHub { get; init; }
    public required string Lists { get; init; }
    public required string ListSays { get; init; }
    public required string TrustList { get; init; }
    public required string PassesList { get; init; }
    public required string RevocationsList { get; init; }
    public required string CardsList { get; init; }
    public required string Disk { get; init; }
    public required string DiskSays { get; init; }
    public required string Board { get; init; }
    public required string SupplyWell { get; init; }
    public required string SupplyWeak { get; init; }
    public required string NotSlowed { get; init; }
    public required string Slowed { get; init; }
    public required string CpuLimit { get; init; }
    public required string Memory { get; init; }
    public required string MemorySays { get; init; }
    public required string Lane { get; init; }
    public required string Frames { get; init; }
    public required string Focus { get; init; }
    public required string Codes { get; init; }
    public required string LastCode { get; init; }
    public required string NoCode { get; init; }
    public required string NotReady { get; init; }
    public required string Contacts { get; init; }
    public required string On { get; init; }
    public required string Off { get; init; }
    public required string Guard { get; init; }
    public required string GuardReady { get; init; }
    public required string GuardLost { get; init; }
    public required string Counts { get; init; }
    public required string CountsSay { get; init; }
    public required string Alarms { get; init; }
    public required string Loops { get; init; }
    public required string LoopsSilent { get; init; }
    public required string NotRunning { get; init; }
    public required string NotRunningSince { get; init; }
    public required string StoppedClean { get; init; }
    public required string StoppedHard { get; init; }
    public required string NoJournal { get; init; }
    public required string StartIt { get; init; }
    public required string Denied { get; init; }
    public required string NoAnswer { get; init; }

    internal static StatusWords Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    /// <summary>One that is not known as it is.</summary>
    internal string Mode(string mode) => mode switch
    {
        ModeWords.Lockdown => Lockdown,
        ModeWords.HoldOpen => HoldOpen,
        ModeWords.FreePassage => FreePassage,
        _ => mode,
    };

    /// <summary>One that is not known as it is.</summary>
    internal string List(string name) => name switch
    {
        ListNames.Trust => TrustList,
        ListNames.Passes => PassesList,
        ListNames.Revocations => RevocationsList,
        ListNames.Cards => CardsList,
        _ => name,
    };

    internal static StatusWords English { get; } = new()
    {
        GateNamed = "Gate {0}",
        Well = "✓ {0} is running, all is well",
        NeedsLook = "! {0} is running, but needs a look: {1}",
        Running = "id {0}, version {1}, running for {2}, process {3}, user {4}",
        Hub = "hub",
        HubConnected = "connected for {0} to {1}",
        HubLost = "no connection for {0} to {1} ({2})",
        HubNever = "not connected yet to {1}, for {0}",
        RoundTrip = "{0} there and back",
        Waiting = "events waiting: {0}",
        Identity = "identity",
        Settings = "settings",
        SettingsApplied = "the hub's, version {0}, are in force",
        SettingsWaiting = "the hub's, version {0}, wait until nobody is passing",
        SettingsTrying = "the hub's, version {0}, are in force on trial",
        SettingsRefused = "the hub's, version {0}, were not taken: {1}; those before hold",
        SettingsReverted = "the hub's, version {0}, were tried and taken back: {1}; those before hold",
        ModeSays = "ordered by the hub: {0}; ends in {1}",
        Lockdown = "lockdown, no code lets anybody in",
        HoldOpen = "hold open",
        FreePassage = "free passage",
        Journal = "journal",
        JournalSays = "{0}, {1}, {2} % full",
        WrittenDay = "{0} written to the medium in 24 h",
        WrittenSince = "{0} written to the medium since the start",
        Clock = "clock",
        ClockGood = "right to {0}, last set {1} ago",
        ClockUnknown = "nobody has told the time since the machine started; events are corrected once it is known",
        ByHub = "by the hub",
        ByUnsureHub = "by the hub, which is not sure itself",
        Lists = "lists",
        ListSays = "{0} confirmed {1} ago",
        TrustList = "health certificates",
        PassesList = "keys of passes",
        RevocationsList = "revoked passes",
        CardsList = "cards",
        Disk = "disk",
        DiskSays = "{0} free of {1}",
        Board = "board",
        SupplyWell = "supply good",
        SupplyWeak = "supply too weak: use the board's own supply and a short cable",
        NotSlowed = "full speed",
        Slowed = "slows itself down: look at supply and cooling",
        CpuLimit = "processor limited to {0} MHz",
        Memory = "memory",
        MemorySays = "{0}, {1} of it its own",
        Lane = "lane {0}",
        Frames = "{0} frames a second",
        Focus = "focus {0} of 100",
        Codes = "codes: {0}",
        LastCode = "the last one {0} ago",
        NoCode = "no code yet",
        NotReady = "scanner not ready: {0}",
        Contacts = "contacts",
        On = "on",
        Off = "off",
        Guard = "relays",
        GuardReady = "held by the guard",
        GuardLost = "the guard is gone: nobody is let in until it is back",
        Counts = "since start",
        CountsSay = "codes read: {0}, admitted: {1}, refused: {2}, not readable: {3}",
        Alarms = "alarms",
        Loops = "loops",
        LoopsSilent = "silent: {0}",
        NotRunning = "✗ The gate is not running.",
        NotRunningSince = "Its journal, {0}: last event {1} at {2}; events waiting for the hub: {3}.",
        StoppedClean = "It was stopped properly.",
        StoppedHard = "It did not stop properly: power was cut, or it failed. Its log says more (journalctl -u checkin-gate).",
        NoJournal = "Nothing is known of it: {0}",
        StartIt = "Start it: systemctl start checkin-gate",
        Denied = "✗ The gate may be running, but user {0} may not ask it ({1}). Ask as root or as the gate's user: sudo checkin-gate {2}",
        NoAnswer = "✗ The gate does not answer at {0}: {1} Look at its log (journalctl -u checkin-gate), or start it anew.",
    };

    internal static StatusWords Vietnamese { get; } = new()
    {
        GateNamed = "Cổng {0}",
        Well = "✓ {0} đang chạy, mọi thứ đều tốt",
        NeedsLook = "! {0} đang chạy, nhưng cần xem: {1}",
        Running = "mã {0}, phiên bản {1}, đã chạy {2}, tiến trình {3}, người dùng {4}",
        Hub = "trung tâm",
        HubConnected = "kết nối được {0}, {1}",
        HubLost = "mất kết nối đã {0}, {1} (máy báo: {2})",
        HubNever = "chưa kết nối được với {1}, đã {0}",
        RoundTrip = "đi và về mất {0}",
        Waiting = "{0} sự kiện chưa gửi",
        Identity = "danh tính",
        Settings = "cài đặt",
        SettingsApplied = "đang dùng cài đặt của trung tâm, phiên bản {0}",
        SettingsWaiting = "cài đặt của trung tâm, phiên bản {0}, chờ lúc không có người qua",
        SettingsTrying = "đang chạy thử cài đặt của trung tâm, phiên bản {0}",
        SettingsRefused = "không nhận cài đặt của trung tâm, phiên bản {0}: {1}; vẫn dùng cài đặt trước",
        SettingsReverted = "đã thử rồi bỏ cài đặt của trung tâm, phiên bản {0}: {1}; dùng lại cài đặt trước",
        ModeSays = "theo lệnh của trung tâm: {0}; hết hạn sau {1}",
        Lockdown = "khoá lối vào, không mã nào được vào",
        HoldOpen = "giữ cửa mở",
        FreePassage = "cho qua tự do",
        Journal = "nhật ký",
        JournalSays = "{0}, {1}, đầy {2} %",
        WrittenDay = "ghi lên thẻ nhớ {0} trong 24 giờ",
        WrittenSince = "ghi lên thẻ nhớ {0} từ khi khởi động",
        Clock = "đồng hồ",
        ClockGood = "lệch nhiều nhất {0}, chỉnh lần cuối {1} trước",
        ClockUnknown = "từ khi máy khởi động chưa biết giờ đúng; khi biết, giờ của sự kiện sẽ được chỉnh lại",
        ByHub = "theo trung tâm",
        ByUnsureHub = "theo trung tâm, trung tâm cũng chưa chắc",
        Lists = "danh sách",
        ListSays = "{0} xác nhận {1} trước",
        TrustList = "chứng nhận sức khoẻ",
        PassesList = "khoá ký thẻ",
        RevocationsList = "thẻ bị thu hồi",
        CardsList = "thẻ đã biết",
        Disk = "đĩa",
        DiskSays = "còn trống {0} trên {1}",
        Board = "bo mạch",
        SupplyWell = "nguồn điện tốt",
        SupplyWeak = "nguồn điện yếu: hãy dùng bộ nguồn chính hãng và dây ngắn",
        NotSlowed = "chạy đủ tốc độ",
        Slowed = "đang tự giảm tốc: xem lại nguồn điện và tản nhiệt",
        CpuLimit = "bộ xử lý bị giới hạn ở {0} MHz",
        Memory = "bộ nhớ",
        MemorySays = "{0}, trong đó {1} là riêng",
        Lane = "làn {0}",
        Frames = "{0} khung hình mỗi giây",
        Focus = "độ nét {0} trên 100",
        Codes = "{0} mã",
        LastCode = "mã cuối {0} trước",
        NoCode = "chưa có mã nào",
        NotReady = "đầu đọc chưa sẵn sàng: {0}",
        Contacts = "tiếp điểm",
        On = "bật",
        Off = "tắt",
        Guard = "rơ-le",
        GuardReady = "do bộ giữ trông coi",
        GuardLost = "bộ giữ đã mất: chưa ai được cho vào đến khi có lại",
        Counts = "từ khi chạy",
        CountsSay = "đọc được {0} mã, cho qua {1}, từ chối {2}, không đọc được {3}",
        Alarms = "cảnh báo",
        Loops = "vòng lặp",
        LoopsSilent = "im lặng: {0}",
        NotRunning = "✗ Cổng không chạy.",
        NotRunningSince = "Nhật ký {0}: sự kiện cuối số {1} lúc {2}, còn {3} sự kiện chưa gửi về trung tâm.",
        StoppedClean = "Cổng đã được dừng đúng cách.",
        StoppedHard = "Cổng dừng đột ngột: mất điện hoặc lỗi. Xem thêm trong nhật trình (journalctl -u checkin-gate).",
        NoJournal = "Chưa biết gì về cổng này: {0}",
        StartIt = "Khởi động: systemctl start checkin-gate",
        Denied = "✗ Cổng có thể đang chạy, nhưng người dùng {0} không được phép hỏi ({1}). Hãy hỏi với quyền root hoặc người dùng của cổng: sudo checkin-gate {2}",
        NoAnswer = "✗ Cổng không trả lời ở {0}: {1} Xem nhật trình (journalctl -u checkin-gate) hoặc khởi động lại.",
    };
}
