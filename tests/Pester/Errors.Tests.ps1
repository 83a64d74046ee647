BeforeAll {
    . $PSScriptRoot/common.ps1

    # What users can rely on, for every error.
    function Test-ErrorForm {
        param([Parameter(Mandatory, ValueFromPipeline)] [Management.Automation.ErrorRecord] $ErrorRecord)

        process {
            $id = $ErrorRecord.FullyQualifiedErrorId
            $id | Should -Match '^[A-Z][A-Za-z]+,SkinEnhance\.Commands\.'
            $ErrorRecord.CategoryInfo.Category | Should -Not -Be 'NotSpecified' -Because $id
            $ErrorRecord.TargetObject | Should -Not -BeNullOrEmpty -Because $id
            $ErrorRecord.TargetObject | Should -Not -BeOfType Management.Automation.Cmdlet -Because $id
            $ErrorRecord.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty -Because $id
            $ErrorRecord.ErrorDetails.Message | Should -Not -BeNullOrEmpty -Because $id
            "$($ErrorRecord.ErrorDetails.Message) $($ErrorRecord.ErrorDetails.RecommendedAction) $($ErrorRecord.Exception)" |
                Should -Not -Match 'emulator-key|comfyui-emulator|ailab-emulator'
        }
    }
}

Describe 'Errors' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder one.png, two.png
    }

    AfterEach { Close-Emulator $emulator }

    It 'of an image: <id>' -ForEach @(
        @{ Id = 'ImageNotFound'; Category = 'ObjectNotFound'; Make = { "$folder/none.png" } }
        @{ Id = 'ImageEmpty'; Category = 'InvalidData'; Make = { [IO.File]::WriteAllBytes("$folder/empty.jpg", @()); "$folder/empty.jpg" } }
        @{ Id = 'ImageNotRecognized'; Category = 'InvalidData'; Make = { Set-Content "$folder/text.jpg" 'This is text.'; "$folder/text.jpg" } }
        @{ Id = 'ImageTruncated'; Category = 'InvalidData'; Make = { [IO.File]::WriteAllBytes("$folder/half.png", [IO.File]::ReadAllBytes($paths[0])[0..200]); "$folder/half.png" } }
        @{ Id = 'ImageDamaged'; Category = 'InvalidData'; Make = { [IO.File]::WriteAllBytes("$folder/cut.png", [IO.File]::ReadAllBytes($paths[0])[0..19]); "$folder/cut.png" } }
    ) {
        $file = & $Make
        $done = $file, $paths[0] | Invoke-SkinEnhance -NoSave @Quick -ErrorVariable failure -ErrorAction SilentlyContinue
        $done | Should -HaveCount 1
        $failure | Should -HaveCount 1
        $failure[0] | Test-ErrorForm
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].TargetObject | Should -Be $file
    }

    It 'of the service about one image: <status> is <id>' -ForEach @(
        @{ Status = 400; Id = 'RequestRejected'; Category = 'InvalidData' }
        @{ Status = 413; Id = 'RequestRejected'; Category = 'InvalidData' }
        @{ Status = 410; Id = '*'; Category = '*' }
        @{ Status = 500; Id = 'SubmissionUnknown'; Category = 'InvalidResult' }
        @{ Status = 502; Id = 'SubmissionUnknown'; Category = 'InvalidResult' }
    ) {
        Add-Fault $emulator StatusOn Submit, $Status
        $done = $paths | Invoke-SkinEnhance -NoSave @Quick -ThrottleLimit 1 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure[0] | Test-ErrorForm
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure[0].CategoryInfo.Category | Should -BeLike $Category
        $done.SourcePath | Should -Contain $paths[1]
    }

    It 'of the service about every image end the command: <id>' -ForEach @(
        @{ Status = 401; Id = 'KeyRejected'; Category = 'AuthenticationError' }
        @{ Status = 403; Id = 'AccountRefused'; Category = 'PermissionDenied' }
    ) {
        Add-Fault $emulator StatusOn Submit, $Status @{ Times = 10 }
        $failure = { $paths | Invoke-SkinEnhance -NoSave @Quick -ThrottleLimit 1 -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        Get-Request $emulator Submit | Should -HaveCount 1
    }

    It 'of a proxy make an image Unknown, and end the command after three in a row' {
        Add-Fault $emulator Html Submit, 403 @{ Times = 10 }
        $paths = New-Image $folder 1.png, 2.png, 3.png, 4.png, 5.png
        $done = [Collections.Generic.List[object]]::new()
        $failure = { $paths | Invoke-SkinEnhance @Quick -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable script:each | ForEach-Object { $done.Add($_) } } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.FullyQualifiedErrorId | Should -BeLike 'BatchStopped,*'
        $failure.ErrorDetails.Message | Should -BeLike '*403*'
        $done.Status | Should -Be 'Unknown', 'Unknown', 'Unknown'
        @($each | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -like 'SubmissionUnknown,*' }) | Should -HaveCount 3
        Get-Request $emulator Submit | Should -HaveCount 3
    }

    It 'of an account without credits end the command' {
        Add-Fault $emulator StatusOn Submit, 402
        $failure = { Invoke-SkinEnhance -NoSave $paths -ThrottleLimit 1 -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.FullyQualifiedErrorId | Should -BeLike 'CreditsExhausted,*'
        $failure.CategoryInfo.Category | Should -Be 'QuotaExceeded'
    }

    It 'of a missing key contain the environment variable' {
        $env:AILAB_API_KEY = ''
        $failure = { Invoke-SkinEnhance -NoSave $paths @Quick } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyMissing,*'
        $failure.ErrorDetails.Message | Should -BeLike '*AILAB_API_KEY*'
    }

    It 'of an invalid key never show it' {
        Connect-EnhanceProvider -Name AILab -Key (Read-SecureKey 'wrong-emulator-key')
        $failure = { Invoke-SkinEnhance -NoSave $paths @Quick -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyRejected,*'
    }

    It 'of a failed task come with the task' {
        Add-Fault $emulator TaskFails
        $task = Invoke-SkinEnhance -NoSave $paths[0] @Quick -ErrorVariable failure -ErrorAction SilentlyContinue
        $task.Status | Should -Be 'Failed'
        $failure[0] | Test-ErrorForm
        $failure[0].TargetObject.TaskId | Should -Be $task.TaskId
    }

    It 'of a download come with the task, whose result can be saved later' {
        Add-Fault $emulator RedirectText Download, 'file:///elsewhere'
        $task = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out" -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Test-ErrorForm
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResultAddressRefused,*'
        Get-ChildItem -LiteralPath "$folder/out" -Force | Should -BeNullOrEmpty
        "$($failure[0])", ($task | ConvertTo-Csv | Out-String), ($task | Format-List | Out-String) | Should -Not -Match 'signature='
        $task.ResultUri[0].OriginalString | Should -Match 'signature='
        ($task | Save-EnhanceResult -Destination "$folder/out").OutputPath | Should -Exist
    }

    It 'of a result above -MaxResultBytes come with the task; a size can be 1kb' {
        $task = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out" -MaxResultBytes 1kb -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Test-ErrorForm
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'DownloadTooLarge,*'
        "$($failure[0])" | Should -Match '1024'
        ($task | Save-EnhanceResult -Destination "$folder/out" -MaxResultBytes 100MB).OutputPath | Should -Exist
        { Save-EnhanceResult -TaskId $task.TaskId -Destination "$folder/out" -MaxResultBytes 1,5 } | Should -Throw -ErrorId 'Parameter*'
    }

    It 'of an unreachable service have a message' {
        $emulator.Stop()
        Invoke-SkinEnhance $paths[0] @Quick -NoWait -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0] | Test-ErrorForm
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure[0].Exception.InnerException.StackTrace | Should -Match 'SubmitAsync'
        $failure[0].Exception.GetBaseException().GetType().Name | Should -Be 'SocketException'
    }

    It 'keep their cause on the task, but not in its JSON and CSV' {
        Add-Fault $emulator ResetAfterAccept Submit
        $task = Invoke-SkinEnhance $paths[0] -NoSave @Quick -ErrorVariable failure -ErrorAction SilentlyContinue
        $task.Error.GetCause().StackTrace | Should -Match 'SubmitAsync'
        $failure[0].Exception.InnerException | Should -Not -BeNullOrEmpty
        ($task | ConvertTo-Json -Depth 5) + ($task | ConvertTo-Csv) | Should -Not -Match 'SubmitAsync|GetCause|StackTrace'
    }

    It 'of an invalid base address end the command: <_>' -ForEach 'http://example.com', 'ftp://127.0.0.1', 'nonsense' {
        $env:SKINENHANCE_COMFY_URI = $_
        foreach ($command in { Invoke-SkinEnhance -NoSave $paths }, { Get-EnhanceTask x }, { Test-EnhanceImage $paths }, { Get-EnhanceProvider -ErrorAction Stop }) {
            $failure = $command | Should -Throw -PassThru
            $failure | Test-ErrorForm
            $failure.FullyQualifiedErrorId | Should -BeLike 'AddressNotAccepted,*'
        }
    }

    It 'of a destination that is not a folder end the command: <_>' -ForEach 'env:/x', 'nodrive:/x' {
        $failure = { Invoke-SkinEnhance $paths @Quick -Destination $_ } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.FullyQualifiedErrorId | Should -BeLike 'DestinationNotWritable,*'
    }

    It 'of an unknown operation or provider list the valid ones' {
        $failure = { Test-EnhanceImage $paths -Operation Nothing } | Should -Throw -PassThru
        $failure | Test-ErrorForm
        $failure.ErrorDetails.Message | Should -BeLike '*Faithful, Flexible, Creative, Upscale, UpscalePrecision, SmartSkin, SmartSkinAdvanced*'
        Get-EnhanceProvider Nobody -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0] | Test-ErrorForm
        $failures[0].ErrorDetails.Message | Should -BeLike '*Comfy, AILab*'
    }
}
