namespace CheckIn.Gate.Service.Doctor;

/// <summary>Everything that <c>checkin-gate doctor</c> says about lanes, in one language.</summary>
internal sealed record LaneWords
{
    public required string Scanner { get; init; }
    public required string ScannerReady { get; init; }
    public required string ScannerRead { get; init; }
    public required string ScannerNotReady { get; init; }
    public required string ScannerNotReadyDo { get; init; }
    public required string ScannerSilent { get; init; }
    public required string ScannerSilentDo { get; init; }
    public required string CameraDark { get; init; }
    public required string CameraDarkDo { get; init; }
    public required string CameraBlurred { get; init; }
    public required string CameraBlurredDo { get; init; }
    public required string Frames { get; init; }
    public required string Focus { get; init; }
    public required string HoldCode { get; init; }
    public required string Relay { get; init; }
    public required string Green { get; init; }
    public required string Red { get; init; }
    public required string Buzzer { get; init; }
    public required string MayMove { get; init; }
    public required string DidClick { get; init; }
    public required string DidShine { get; init; }
    public required string DidSound { get; init; }
    public required string Seen { get; init; }
    public required string NotSeen { get; init; }
    public required string RelayDo { get; init; }
    public required string LampDo { get; init; }
    public required string NotJudged { get; init; }
    public required string NobodyThere { get; init; }
    public required string Sensors { get; init; }
    public required string SensorsChanged { get; init; }
    public required string SensorsStill { get; init; }
    public required string SensorsStillDo { get; init; }
    public required string MoveSensors { get; init; }
    public required string On { get; init; }
    public required string Off { get; init; }
    public required string Refused { get; init; }
    public required string RefusedDo { get; init; }
    public required string Emergency { get; init; }
    public required string EmergencyDo { get; init; }
    public required string Busy { get; init; }
    public required string NoLane { get; init; }
    public required string Hardware { get; init; }
    public required string HardwareDo { get; init; }

    internal string Title(string check) => check switch
    {
        "scanner" => Scanner,
        "relay" => Relay,
        "green" => Green,
        "red" => Red,
        "buzzer" => Buzzer,
        "sensors" => Sensors,
        _ => Hardware,
    };

    internal static LaneWords English { get; } = new()
    {
        Scanner = "scanner",
        ScannerReady = "{0} is ready",
        ScannerRead = "{0} has read a code",
        ScannerNotReady = "not ready ({0})",
        ScannerNotReadyDo = "plug it in, or name the right one in Lanes:n:Scanner:Device (checkin-gate scanners lists what is there)",
        ScannerSilent = "{0} is ready, but read no code in {1} s",
        ScannerSilentDo = "hold the code flat and still, 10 to 30 cm away; clean the window; try a code on paper",
        CameraDark = "{0} is ready, but sends no pictures",
        CameraDarkDo = "look at its cable; another program may have it (fuser -v {0})",
        CameraBlurred = "{0}, focus {1} of 100: what it sees is blurred, or there is nothing before it",
        CameraBlurredDo = "hold a printed code at reading distance and turn the lens until the focus is highest; take off its foil",
        Frames = "{0} frames a second",
        Focus = "focus {0} of 100",
        HoldCode = "Hold a code before the scanner of lane {0} ({1} s).",
        Relay = "relay",
        Green = "green lamp",
        Red = "red lamp",
        Buzzer = "buzzer",
        MayMove = "The turnstile of lane {0} will open for {1}. Is nobody in it? y/n",
        DidClick = "Did it click and open? y/n",
        DidShine = "Did the {0} of lane {1} shine? y/n",
        DidSound = "Did the buzzer of lane {0} sound? y/n",
        Seen = "tried, and it works",
        NotSeen = "tried, but nothing happened",
        RelayDo = "look at its wire, its supply and its pin (checkin-gate pins); a relay that is on at rest needs Polarity turned round",
        LampDo = "look at its wire and its pin (checkin-gate pins)",
        NotJudged = "tried, but not judged",
        NobodyThere = "that needs somebody who looks and listens",
        Sensors = "contacts",
        SensorsChanged = "seen to change: {0}",
        SensorsStill = "not seen to change: {0}",
        SensorsStillDo = "look at its wire and its pin (checkin-gate pins); one that is the wrong way round needs Polarity turned round",
        MoveSensors = "Work every contact of lane {0} once: turn, open and close, press ({1} s).",
        On = "on",
        Off = "off",
        Refused = "it could not be tried ({0})",
        RefusedDo = "mend that first",
        Emergency = "an emergency holds the gate open",
        EmergencyDo = "end the emergency first; nothing is tried meanwhile",
        Busy = "somebody else tries something",
        NoLane = "there is no open lane '{0}'; open are: {1}",
        Hardware = "hardware",
        HardwareDo = "mend that, then ask again; checkin-gate pins and checkin-gate scanners list what is there",
    };

    internal static LaneWords Vietnamese { get; } = new()
    {
        Scanner = "đầu đọc",
        ScannerReady = "{0} đã sẵn sàng",
        ScannerRead = "{0} đã đọc được một mã",
        ScannerNotReady = "chưa sẵn sàng (máy báo: {0})",
        ScannerNotReadyDo = "cắm lại, hoặc ghi đúng tên vào Lanes:n:Scanner:Device (checkin-gate scanners liệt kê những gì đang có)",
        ScannerSilent = "{0} sẵn sàng, nhưng {1} giây chưa đọc được mã nào",
        ScannerSilentDo = "giữ mã phẳng và yên, cách 10 đến 30 cm; lau mặt kính; thử mã in trên giấy",
        CameraDark = "{0} sẵn sàng, nhưng không gửi hình",
        CameraDarkDo = "xem lại cáp; có thể chương trình khác đang dùng (fuser -v {0})",
        CameraBlurred = "{0}, độ nét {1} trên 100: hình bị mờ, hoặc trước máy ảnh không có gì",
        CameraBlurredDo = "giữ mã in ở khoảng cách đọc và xoay ống kính đến khi độ nét cao nhất; bóc lớp phim bảo vệ",
        Frames = "{0} khung hình mỗi giây",
        Focus = "độ nét {0} trên 100",
        HoldCode = "Hãy giữ một mã trước đầu đọc của làn {0} ({1} giây).",
        Relay = "rơ-le",
        Green = "đèn xanh",
        Red = "đèn đỏ",
        Buzzer = "còi",
        MayMove = "Cửa xoay của làn {0} sẽ mở {1}. Không có ai trong cửa chứ? c/k",
        DidClick = "Có nghe tiếng tách và cửa mở không? c/k",
        DidShine = "{0} của làn {1} có sáng không? c/k",
        DidSound = "Còi của làn {0} có kêu không? c/k",
        Seen = "đã thử, hoạt động",
        NotSeen = "đã thử, nhưng không có gì xảy ra",
        RelayDo = "xem lại dây, nguồn và chân cắm (checkin-gate pins); rơ-le luôn bật khi nghỉ thì đổi Polarity",
        LampDo = "xem lại dây và chân cắm (checkin-gate pins)",
        NotJudged = "đã thử, nhưng chưa có ai xác nhận",
        NobodyThere = "cần có người nhìn và nghe",
        Sensors = "tiếp điểm",
        SensorsChanged = "đã thấy thay đổi: {0}",
        SensorsStill = "chưa thấy thay đổi: {0}",
        SensorsStillDo = "xem lại dây và chân cắm (checkin-gate pins); tiếp điểm ngược thì đổi Polarity",
        MoveSensors = "Hãy tác động mỗi tiếp điểm của làn {0} một lần: xoay, mở và đóng, bấm nút ({1} giây).",
        On = "bật",
        Off = "tắt",
        Refused = "không thử được (máy báo: {0})",
        RefusedDo = "hãy sửa việc đó trước",
        Emergency = "cổng đang mở vì khẩn cấp",
        EmergencyDo = "hết khẩn cấp rồi mới thử; trong lúc đó không thử gì",
        Busy = "có người khác đang thử",
        NoLane = "không có làn '{0}' đang mở; đang mở: {1}",
        Hardware = "phần cứng",
        HardwareDo = "sửa rồi hỏi lại; checkin-gate pins và checkin-gate scanners liệt kê những gì đang có",
    };
}
