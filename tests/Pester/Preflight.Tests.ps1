BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:folder = Join-Path $TestDrive preflight
    $script:good = Copy-Sample $folder good.png
    $script:text = Join-Path $folder 'text.jpg'
    Set-Content -LiteralPath $text -Value 'This is text.'
}

Describe 'Test-EnhanceImage' {
    It 'emits true or false for each image, without a key and without a request' {
        $emulator = Open-Emulator
        try {
            $env:COMFY_API_KEY = $env:AILAB_API_KEY = ''
            $good, $text, "$folder/none.png" | Test-EnhanceImage | Should -Be $true, $false, $false
            $emulator.Record.Requests | Should -BeNullOrEmpty
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'accepts images in every way that the other commands do' {
        Get-ChildItem -LiteralPath $folder | Test-EnhanceImage | Should -HaveCount 2
        Test-EnhanceImage "$folder/*.png" | Should -BeTrue
        Test-EnhanceImage -LiteralPath $good | Should -BeTrue
        [pscustomobject]@{ Path = $good } | Test-EnhanceImage | Should -BeTrue
        $folder | Test-EnhanceImage | Should -HaveCount 2
    }

    It 'reports format, size, problems and credits of each image with -Detailed' {
        $report = Test-EnhanceImage $good -Detailed
        $report | Should -BeOfType SkinEnhance.EnhanceImageReport
        $report.IsAccepted, $report.Format, $report.Width, $report.Height | Should -Be $true, 'Png', 240, 320
        $report.Length | Should -Be (Get-Item -LiteralPath $good).Length
        $report.EstimatedCredits | Should -Be 78.07
        $report.PricesAsOf | Should -Not -BeNullOrEmpty
        $report.Problem | Should -BeNullOrEmpty
        $bad = Test-EnhanceImage $text -Detailed
        $bad.IsAccepted | Should -BeFalse
        $bad.Problem.Id | Should -Be 'ImageNotRecognized'
        $bad.EstimatedCredits | Should -BeNullOrEmpty
        $report, $bad | Out-String | Should -Match 'good\.png\s+Png\s+240x320'
    }

    It 'passes the tested operation on when its report is piped' {
        $emulator = Open-Emulator
        try {
            $plan = Test-EnhanceImage $good -Operation SmartSkin -Detailed | Invoke-SkinEnhance -WhatIf
            $plan.Operation, $plan.EstimatedCredits | Should -Be 'SmartSkin', 5
            $plan = Test-EnhanceImage $good -Operation SmartSkin -Detailed | ConvertTo-Csv | ConvertFrom-Csv | Invoke-SkinEnhance -WhatIf
            $plan.Operation | Should -Be 'SmartSkin'
            $plan = Test-EnhanceImage $good -Operation SmartSkin -Detailed | Invoke-SkinEnhance -Mode Flexible -WhatIf
            $plan.Operation | Should -Be 'Flexible'
            $report = Test-EnhanceImage $good -Operation Upscale -ScaleFactor 4x -Detailed
            ($report | Start-Upscale -WhatIf).EstimatedCredits | Should -Be $report.EstimatedCredits
            ($report | Test-EnhanceImage -Detailed).EstimatedCredits | Should -Be $report.EstimatedCredits
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'tests the limits of -Operation <operation>' -ForEach @(
        @{ Operation = 'SmartSkin'; Sample = 'portrait-bun.webp'; Accepted = $false }
        @{ Operation = 'smart-skin-advanced'; Sample = 'portrait-bun.webp'; Accepted = $true }
        @{ Operation = 'Upscale'; Sample = 'portrait-freckles.jpg'; Accepted = $true }
    ) {
        Test-EnhanceImage (Join-Path $SamplePath $Sample) -Operation $Operation | Should -Be $Accepted
    }

    It 'tests the result of an upscaler by its scale factor' {
        $sample = Join-Path $SamplePath 'portrait-freckles.jpg'
        $reports = '2x', '4x', '8x', '16x' | ForEach-Object { Test-EnhanceImage $sample -Operation Upscale -ScaleFactor $_ -Detailed }
        $reports.IsAccepted | Should -Be $true, $true, $false, $false
        $reports[2].Problem.Id | Should -Be 'ResultTooLarge'
        $reports[1].EstimatedCredits | Should -BeGreaterThan $reports[0].EstimatedCredits
    }

    It 'reports <name> as a run does: <id>' -ForEach @(
        @{ Name = 'truncated.jpg'; Id = 'ImageTruncated' }
        @{ Name = 'truncated.webp'; Id = 'ImageTruncated' }
        @{ Name = 'png-bad-crc-in-ihdr.png'; Id = 'ImageDamaged' }
        @{ Name = 'png-from-xcode-cgbi.png'; Id = 'ImageDamaged' }
        @{ Name = 'portrait.heic'; Id = 'ImageFormatNotAccepted' }
        @{ Name = 'portrait.avif'; Id = 'ImageFormatNotAccepted' }
    ) {
        $case = Join-Path $PSScriptRoot "../SkinEnhance.Testing/Cases/$Name"
        (Test-EnhanceImage $case -Detailed).Problem.Id | Should -Be $Id
        Test-EnhanceImage $case | Should -BeFalse
        $plan = Invoke-SkinEnhance $case -WhatIf
        $plan.Action, $plan.ErrorId | Should -Be 'Refuse', $Id
    }

    It 'accepts an image without its end with -Force only' {
        $emulator = Open-Emulator
        try {
            $case = Join-Path $PSScriptRoot '../SkinEnhance.Testing/Cases/truncated.jpg'
            (Invoke-SkinEnhance $case -NoWait -Force).Status | Should -Be 'Submitted'
            $emulator.Record.BilledCount | Should -Be 1
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'separates a folder into accepted and other images' {
        (Get-ChildItem -LiteralPath $folder | Where-Object { $_ | Test-EnhanceImage }).Name | Should -Be 'good.png'
    }
}
