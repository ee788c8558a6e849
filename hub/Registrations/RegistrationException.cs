using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Registrations;

/// <summary>A place cannot be registered, approved or refused; nothing was done.</summary>
internal sealed class RegistrationException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    /// <summary>The field that is wrong, by its name in the form; null = none is.</summary>
    internal string? Field { get; init; }

    internal static RegistrationException Wrong(string field, string english, string vietnamese) =>
        new(english, vietnamese) { Field = field, IsMalformed = true };

    internal static RegistrationException Closed() => new(
        "This hub takes no registrations. Nothing was sent; ask your commune's office.",
        "Trung tâm này không nhận đăng ký. Chưa gửi gì; hãy hỏi Uỷ ban nhân dân xã, phường.")
    {
        IsForbidden = true,
    };

    internal static RegistrationException NoSuchNode() => new(
        "There is no such office any more. Nothing was sent; choose another.",
        "Không còn đơn vị này. Chưa gửi gì; hãy chọn đơn vị khác.")
    {
        IsUnknown = true,
    };

    internal static RegistrationException Full() => new(
        "So many registrations wait there that no more can be taken. Nothing was sent; come back in some days or call the office.",
        "Nơi đây đang có quá nhiều đăng ký chờ duyệt. Chưa gửi gì; hãy quay lại sau vài ngày hoặc gọi cho đơn vị.")
    {
        IsBusy = true,
    };

    internal static RegistrationException Unknown() => new(
        "There is no such registration, or it is decided already. Nothing was done.",
        "Không có đăng ký này, hoặc đã được xử lý. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    internal static RegistrationException WrongCode(int left) => left > 0
        ? new($"That is not the code that the owner sees. Nothing was done; {left} more tries.",
            $"Không đúng mã mà chủ cơ sở nhìn thấy. Chưa làm gì cả; còn {left} lần thử.")
        { Field = "code" }
        : new("That is not the code that the owner sees, and there are no more tries. Nothing was done; refuse it, and let "
                + "the owner register again.",
            "Không đúng mã, và đã hết lần thử. Chưa làm gì cả; hãy từ chối, và để chủ cơ sở đăng ký lại.")
        { Field = "code" };
}
