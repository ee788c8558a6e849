using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>
/// Everything that <c>checkin-gate doctor</c> says about the machine, in one language; <see cref="Lanes"/> has what it says
/// about lanes. A language that leaves a sentence out does not compile. Sentences with "Do" tell what to do.
/// </summary>
internal sealed record DoctorWords
{
    public required LaneWords Lanes { get; init; }
    public required string Good { get; init; }
    public required string Look { get; init; }
    public required string Wrong { get; init; }
    public required string Skipped { get; init; }
    public required string SummaryGood { get; init; }
    public required string Summary { get; init; }
    public required string SummarySkipped { get; init; }
    public required string Lane { get; init; }
    public required string Gate { get; init; }
    public required string GateRunning { get; init; }
    public required string GateStopped { get; init; }
    public required string GateStoppedDo { get; init; }
    public required string GateSilent { get; init; }
    public required string GateSilentDo { get; init; }
    public required string GateDenied { get; init; }
    public required string GateDeniedDo { get; init; }
    public required string Settings { get; init; }
    public required string SettingsDo { get; init; }
    public required string Supervision { get; init; }
    public required string Supervised { get; init; }
    public required string SupervisedUnwatched { get; init; }
    public required string SupervisedUnwatchedDo { get; init; }
    public required string Unsupervised { get; init; }
    public required string UnitThere { get; init; }
    public required string UnitMissing { get; init; }
    public required string UnitMissingDo { get; init; }
    public required string Watchdog { get; init; }
    public required string WatchdogActive { get; init; }
    public required string WatchdogIdle { get; init; }
    public required string WatchdogIdleDo { get; init; }
    public required string WatchdogMissing { get; init; }
    public required string WatchdogMissingDo { get; init; }
    public required string Power { get; init; }
    public required string PowerUnknown { get; init; }
    public required string SupplyGood { get; init; }
    public required string SupplyWeak { get; init; }
    public required string SupplyWeakDo { get; init; }
    public required string FullSpeed { get; init; }
    public required string Throttled { get; init; }
    public required string ThrottledDo { get; init; }
    public required string TooHotDo { get; init; }
    public required string Clock { get; init; }
    public required string ClockGood { get; init; }
    public required string ClockUnknown { get; init; }
    public required string ClockUnknownDo { get; init; }
    public required string Disk { get; init; }
    public required string DiskFree { get; init; }
    public required string DiskLowDo { get; init; }
    public required string DiskReadOnly { get; init; }
    public required string DiskReadOnlyDo { get; init; }
    public required string DiskUnknown { get; init; }
    public required string Journal { get; init; }
    public required string JournalGood { get; init; }
    public required string JournalBroken { get; init; }
    public required string JournalBrokenDo { get; init; }
    public required string JournalUnreadableDo { get; init; }
    public required string JournalNone { get; init; }
    public required string Keys { get; init; }
    public required string KeysGood { get; init; }
    public required string KeysNone { get; init; }
    public required string KeysOpen { get; init; }
    public required string KeysOpenDo { get; init; }
    public required string KeysPrivate { get; init; }
    public required string KeysPrivateDo { get; init; }
    public required string KeysUnseen { get; init; }
    public required string Identity { get; init; }
    public required string IdentityNone { get; init; }
    public required string IdentityNoneDo { get; init; }
    public required string IdentityDo { get; init; }
    public required string IdentityLateDo { get; init; }
    public required string SettingsWaitDo { get; init; }
    public required string Hub { get; init; }
    public required string HubConnected { get; init; }
    public required string HubReached { get; init; }
    public required string HubLost { get; init; }
    public required string HubRefusedDo { get; init; }
    public required string HubNameDo { get; init; }
    public required string HubNetworkDo { get; init; }
    public required string HubTimeoutDo { get; init; }
    public required string HubNotAllowedDo { get; init; }
    public required string HubOtherDo { get; init; }
    public required string HubTrustDo { get; init; }
    public required string User { get; init; }
    public required string UserGood { get; init; }
    public required string UserRoot { get; init; }
    public required string UserRootDo { get; init; }
    public required string UserLacks { get; init; }
    public required string UserLacksDo { get; init; }

    internal static DoctorWords Of(Language language) => language == Language.Vietnamese ? Vietnamese : English;

    internal string Title(string check) => check switch
    {
        "gate" => Gate,
        "settings" => Settings,
        "supervision" => Supervision,
        "watchdog" => Watchdog,
        "power" => Power,
        "clock" => Clock,
        "disk" => Disk,
        "journal" => Journal,
        "keys" => Keys,
        "identity" => Identity,
        "hub" => Hub,
        "user" => User,
        _ => Lanes.Title(check),
    };

    internal string StateWord(CheckState state) => state switch
    {
        CheckState.Good => Good,
        CheckState.Look => Look,
        CheckState.Wrong => Wrong,
        _ => Skipped,
    };

    internal static DoctorWords English { get; } = new()
    {
        Lanes = LaneWords.English,
        Good = "good",
        Look = "look",
        Wrong = "wrong",
        Skipped = "not tried",
        SummaryGood = "✓ All {0} checks are good.",
        Summary = "{4} {0} checks: {1} good, {2} to look at, {3} wrong.",
        SummarySkipped = " Not tried: {0}.",
        Lane = "lane {0}, {1}",
        Gate = "gate",
        GateRunning = "{0} is running, version {1}, for {2}",
        GateStopped = "it is not running; its hardware is tried without it, and nothing of that is recorded",
        GateStoppedDo = "start it when you are done: systemctl start checkin-gate",
        GateSilent = "a process holds the journal {0}, but does not answer",
        GateSilentDo = "look at its log (journalctl -u checkin-gate) or start it anew; until then its lanes cannot be tried",
        GateDenied = "user {0} may not ask it ({1})",
        GateDeniedDo = "ask as root or as the gate's user: sudo checkin-gate doctor",
        Settings = "settings",
        SettingsDo = "mend appsettings.json or the CHECKIN_ environment",
        Supervision = "service manager",
        Supervised = "started by it, and ended by it after {0} of silence",
        SupervisedUnwatched = "started by it, but a gate that hangs would hang for ever",
        SupervisedUnwatchedDo = "set WatchdogSec=10 in its unit",
        Unsupervised = "the gate was started by hand: after a fault or a power cut nobody starts it again",
        UnitThere = "the unit checkin-gate is there",
        UnitMissing = "there is no unit checkin-gate: after a power cut nobody starts the gate",
        UnitMissingDo = "install the unit (see device/README.md) and run: systemctl enable --now checkin-gate",
        Watchdog = "watchdog",
        WatchdogActive = "{0} is active, the machine starts anew after {1} s of silence",
        WatchdogIdle = "{0} is there, but nobody uses it: a machine that hangs stays so",
        WatchdogIdleDo = "set RuntimeWatchdogSec=15 in /etc/systemd/system.conf and start the machine anew",
        WatchdogMissing = "this machine shows none: if it hangs, it stays so",
        WatchdogMissingDo = "on a Raspberry Pi add dtparam=watchdog=on to /boot/firmware/config.txt",
        Power = "power and heat",
        PowerUnknown = "this machine tells nothing of its supply and its temperature",
        SupplyGood = "supply good",
        SupplyWeak = "the supply is too weak: reading gets slow, and the card may lose what is written",
        SupplyWeakDo = "use the board's own supply and a short, thick cable; give scanner and lock a supply of their own",
        FullSpeed = "full speed",
        Throttled = "the board slows itself down",
        ThrottledDo = "look at its supply and its cooling",
        TooHotDo = "give it air, shade or a heat sink; it slows down from {0} °C on",
        Clock = "clock",
        ClockGood = "right to {0}, last set {1} ago",
        ClockUnknown = "nobody has told this machine the time since it started; events are kept and their times corrected later",
        ClockUnknownDo = "connect it to the network or to the hub; a clock battery helps where there is none",
        Disk = "disk",
        DiskFree = "{0} free of {1} for the journal",
        DiskLowDo = "make room, or keep delivered events for less long (Journal:Retention)",
        DiskReadOnly = "it can only be read: nothing can be recorded",
        DiskReadOnlyDo = "look for errors in dmesg; a card that became read-only is worn out: copy it and replace it",
        DiskUnknown = "nobody tells how much room is left for {0}",
        Journal = "journal",
        JournalGood = "events kept: {0}, waiting for the hub: {1}; the newest {2} are as they were recorded",
        JournalBroken = "of the newest {0} events {1} are missing or changed",
        JournalBrokenDo = "keep the file as it is and run: checkin-gate journal verify",
        JournalUnreadableDo = "the gate salvages what can be read when it starts; if it does not, keep the file and look at its log",
        JournalNone = "there is none yet at {0}; the gate makes it at its first start",
        Keys = "keys",
        KeysGood = "{0} is there, for the gate alone",
        KeysNone = "there are none yet at {0}; the gate makes them at its first start",
        KeysOpen = "{0} may be read by others",
        KeysOpenDo = "chmod 700 {0}",
        KeysPrivate = "{0} opens the personal parts of what this gate records: a thief would find it here",
        KeysPrivateDo = "move its files to a safe place; the gate does not need them",
        KeysUnseen = "{0} cannot be looked at by this user",
        Identity = "identity",
        IdentityNone = "the hub {0} takes only gates that it has enrolled, and this one is not",
        IdentityNoneDo = "show the hub's enrolment QR to a scanner, or run: checkin-gate enrol CODE",
        IdentityDo = "have the hub make a code for this gate and run: checkin-gate enrol CODE --again",
        IdentityLateDo = "see that the gate reaches its hub over HTTPS; it renews its certificate by itself",
        SettingsWaitDo = "when nobody passes: systemctl restart checkin-gate",
        Hub = "hub",
        HubConnected = "connected to {0} for {1}, {2} there and back",
        HubReached = "{0} accepts this gate, {1} there and back",
        HubLost = "{0} cannot be reached ({1}); lanes go on, events wait in the journal",
        HubRefusedDo = "nobody listens there: start the hub or the tunnel, or correct Uplink:Hub",
        HubNameDo = "its name is not known: look at the spelling in Uplink:Hub and at the name server",
        HubNetworkDo = "there is no way there: look at cable, Wi-Fi and address (ip address)",
        HubTimeoutDo = "it does not answer: look at the cable, and whether a firewall is in between",
        HubNotAllowedDo = "it is there but refuses this gate: is the gate enrolled there under this Gate:Id",
        HubOtherDo = "look at the hub's log",
        HubTrustDo = "somebody else answers there, or the clock is wrong: look at the address and the clock; of a new hub this gate must be "
            + "enrolled anew",
        User = "user",
        UserGood = "{0} may use what the lanes need: {1}",
        UserRoot = "the gate runs as root: whoever gets into it gets the machine",
        UserRootDo = "give it a user of its own: useradd -r -G gpio,dialout,video,input checkin, and User=checkin in its unit",
        UserLacks = "{0} is not in: {1}",
        UserLacksDo = "usermod -aG {1} {0}, then start the gate anew",
    };

    internal static DoctorWords Vietnamese { get; } = new()
    {
        Lanes = LaneWords.Vietnamese,
        Good = "tốt",
        Look = "cần xem",
        Wrong = "hỏng",
        Skipped = "chưa thử",
        SummaryGood = "✓ Cả {0} mục kiểm tra đều tốt.",
        Summary = "{4} Đã kiểm tra {0} mục: {1} tốt, {2} cần xem, {3} hỏng.",
        SummarySkipped = " Chưa thử: {0}.",
        Lane = "làn {0}, {1}",
        Gate = "cổng",
        GateRunning = "{0} đang chạy, phiên bản {1}, đã được {2}",
        GateStopped = "cổng không chạy; phần cứng được thử riêng và việc thử không được ghi lại",
        GateStoppedDo = "khi xong hãy khởi động lại: systemctl start checkin-gate",
        GateSilent = "có tiến trình đang giữ nhật ký {0} nhưng không trả lời",
        GateSilentDo = "xem nhật trình (journalctl -u checkin-gate) hoặc khởi động lại; trước đó chưa thử được các làn",
        GateDenied = "người dùng {0} không được phép hỏi ({1})",
        GateDeniedDo = "hãy hỏi với quyền root hoặc người dùng của cổng: sudo checkin-gate doctor",
        Settings = "cài đặt",
        SettingsDo = "sửa appsettings.json hoặc biến môi trường CHECKIN_",
        Supervision = "trình quản lý dịch vụ",
        Supervised = "đã khởi động cổng, và dừng cổng nếu im lặng quá {0}",
        SupervisedUnwatched = "đã khởi động cổng, nhưng nếu cổng treo thì sẽ treo mãi",
        SupervisedUnwatchedDo = "đặt WatchdogSec=10 trong unit của cổng",
        Unsupervised = "cổng được khởi động bằng tay: khi lỗi hoặc mất điện sẽ không ai khởi động lại",
        UnitThere = "đã có unit checkin-gate",
        UnitMissing = "chưa có unit checkin-gate: sau khi mất điện sẽ không ai khởi động cổng",
        UnitMissingDo = "cài unit (xem device/README.md) rồi chạy: systemctl enable --now checkin-gate",
        Watchdog = "bộ canh máy",
        WatchdogActive = "{0} đang hoạt động, máy khởi động lại nếu im lặng quá {1} giây",
        WatchdogIdle = "có {0} nhưng chưa ai dùng: máy treo thì sẽ treo mãi",
        WatchdogIdleDo = "đặt RuntimeWatchdogSec=15 trong /etc/systemd/system.conf rồi khởi động lại máy",
        WatchdogMissing = "máy này không có: nếu treo thì sẽ treo mãi",
        WatchdogMissingDo = "trên Raspberry Pi, thêm dtparam=watchdog=on vào /boot/firmware/config.txt",
        Power = "nguồn và nhiệt",
        PowerUnknown = "máy này không cho biết nguồn điện và nhiệt độ",
        SupplyGood = "nguồn điện tốt",
        SupplyWeak = "nguồn điện yếu: đọc mã chậm đi, và thẻ nhớ có thể mất dữ liệu đang ghi",
        SupplyWeakDo = "dùng bộ nguồn chính hãng và dây ngắn, to; cấp nguồn riêng cho đầu đọc và khóa",
        FullSpeed = "chạy đủ tốc độ",
        Throttled = "bo mạch đang tự giảm tốc",
        ThrottledDo = "xem lại nguồn điện và tản nhiệt",
        TooHotDo = "cần thoáng gió, che nắng hoặc gắn tản nhiệt; từ {0} °C máy sẽ chậm đi",
        Clock = "đồng hồ",
        ClockGood = "lệch nhiều nhất {0}, chỉnh lần cuối {1} trước",
        ClockUnknown = "từ khi khởi động máy chưa biết giờ đúng; sự kiện vẫn được ghi và sẽ được chỉnh giờ sau",
        ClockUnknownDo = "nối máy với mạng hoặc với trung tâm; nơi không có mạng nên gắn pin đồng hồ",
        Disk = "đĩa",
        DiskFree = "còn trống {0} trên {1} cho nhật ký",
        DiskLowDo = "dọn bớt, hoặc giữ sự kiện đã gửi ngắn ngày hơn (Journal:Retention)",
        DiskReadOnly = "chỉ đọc được: không ghi được gì",
        DiskReadOnlyDo = "xem lỗi bằng dmesg; thẻ nhớ thành chỉ đọc là thẻ đã mòn: hãy sao lưu và thay thẻ",
        DiskUnknown = "không biết còn bao nhiêu chỗ cho {0}",
        Journal = "nhật ký",
        JournalGood = "giữ {0} sự kiện, {1} chưa gửi về trung tâm; {2} sự kiện mới nhất còn nguyên vẹn",
        JournalBroken = "trong {0} sự kiện mới nhất có {1} bị mất hoặc bị sửa",
        JournalBrokenDo = "giữ nguyên tệp và chạy: checkin-gate journal verify",
        JournalUnreadableDo = "khi khởi động, cổng tự cứu những gì đọc được; nếu không, hãy giữ nguyên tệp và xem nhật trình",
        JournalNone = "chưa có ở {0}; cổng sẽ tạo khi khởi động lần đầu",
        Keys = "khóa mã",
        KeysGood = "có {0}, chỉ cổng đọc được",
        KeysNone = "chưa có ở {0}; cổng sẽ tạo khi khởi động lần đầu",
        KeysOpen = "người khác có thể đọc {0}",
        KeysOpenDo = "chmod 700 {0}",
        KeysPrivate = "{0} mở được phần cá nhân mà cổng này ghi: kẻ trộm sẽ tìm thấy ở đây",
        KeysPrivateDo = "chuyển các tệp trong đó đến nơi an toàn; cổng không cần chúng",
        KeysUnseen = "người dùng này không xem được {0}",
        Identity = "danh tính",
        IdentityNone = "trung tâm {0} chỉ nhận cổng đã đăng ký, cổng này thì chưa",
        IdentityNoneDo = "đưa mã QR đăng ký của trung tâm trước đầu đọc, hoặc chạy: checkin-gate enrol MÃ",
        IdentityDo = "tạo mã đăng ký cho cổng này ở trung tâm rồi chạy: checkin-gate enrol MÃ --again",
        IdentityLateDo = "xem cổng có đến được trung tâm qua HTTPS không; cổng tự gia hạn chứng thư",
        SettingsWaitDo = "lúc không có người qua lại: systemctl restart checkin-gate",
        Hub = "trung tâm",
        HubConnected = "đã kết nối với {0} được {1}, đi và về mất {2}",
        HubReached = "{0} chấp nhận cổng này, đi và về mất {1}",
        HubLost = "không đến được {0} (máy báo: {1}); các làn vẫn chạy, sự kiện chờ trong nhật ký",
        HubRefusedDo = "không có gì lắng nghe ở đó: khởi động trung tâm hoặc đường hầm, hoặc sửa Uplink:Hub",
        HubNameDo = "không biết tên này: xem lại chính tả trong Uplink:Hub và máy chủ tên miền",
        HubNetworkDo = "không có đường đến đó: xem lại dây mạng, Wi-Fi và địa chỉ (ip address)",
        HubTimeoutDo = "không trả lời: xem lại dây mạng và tường lửa ở giữa",
        HubNotAllowedDo = "có ở đó nhưng từ chối cổng này: cổng đã được đăng ký với Gate:Id này chưa",
        HubOtherDo = "xem nhật trình của trung tâm",
        HubTrustDo = "nơi trả lời không phải trung tâm của cổng, hoặc đồng hồ sai: xem lại địa chỉ và đồng hồ; nếu đổi trung tâm thì phải "
            + "đăng ký lại cổng",
        User = "người dùng",
        UserGood = "{0} dùng được những gì các làn cần: {1}",
        UserRoot = "cổng chạy với quyền root: ai vào được cổng là chiếm được cả máy",
        UserRootDo = "tạo người dùng riêng: useradd -r -G gpio,dialout,video,input checkin, và đặt User=checkin trong unit",
        UserLacks = "{0} không thuộc nhóm: {1}",
        UserLacksDo = "usermod -aG {1} {0}, rồi khởi động lại cổng",
    };
}
